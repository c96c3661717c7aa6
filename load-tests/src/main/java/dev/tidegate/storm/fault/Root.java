package dev.tidegate.storm.fault;

/**
 * What is to blame for a fault.
 *
 * @param node the machine, PDU or switch that broke first
 * @param alertname the alert on it that tells so
 */
public record Root(String node, String alertname) {}
