@org.jspecify.annotations.NullMarked
package dev.tidegate.health.remote;
