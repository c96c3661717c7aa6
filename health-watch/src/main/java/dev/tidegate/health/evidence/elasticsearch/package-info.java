/**
 * Counts of documents in Elasticsearch as evidence, by the official client. Its question is one search: documents of the
 * asked nodes by node and window, each counted as matching the signal's query and its total, with the newest time. What
 * makes such an answer less than it seems (failed shards, time running out, skipped clusters) is told as Partial.
 */
@NullMarked
package dev.tidegate.health.evidence.elasticsearch;

import org.jspecify.annotations.NullMarked;
