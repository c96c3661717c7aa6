/**
 * A real Elasticsearch for tests. {@link dev.tidegate.elasticsearch.ElasticsearchNode} starts, kills and restarts it; the
 * other classes run in the server's own JVM.
 */
@NullMarked
package dev.tidegate.elasticsearch;

import org.jspecify.annotations.NullMarked;
