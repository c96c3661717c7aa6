@org.jspecify.annotations.NullMarked
package dev.tidegate.gateway.watch;
