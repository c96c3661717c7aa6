/**
 * A real Kafka broker (KRaft, in process) and a real PostgreSQL under one data directory, for a single machine
 * and for every module's tests.
 */
@NullMarked
package dev.tidegate.embedded;

import org.jspecify.annotations.NullMarked;
