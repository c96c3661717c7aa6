package dev.tidegate.model.topology;

/**
 * One thing depends on another: {@code from} stops working when {@code to} does.
 *
 * @param from the dependent, for example a virtual machine
 * @param to what it depends on, for example its hypervisor
 * @param relation the kind of dependency: {@code power}, {@code rack}, {@code switch}, {@code hypervisor}, {@code
 *     service}…
 * @param source where this is known from: {@code file}, {@code label:rack}, {@code api}…
 */
public record Edge(String from, String to, String relation, String source) {
    public Edge {
        if (from.isEmpty() || to.isEmpty() || relation.isEmpty()) {
            throw new IllegalArgumentException("an edge needs from, to and relation");
        }
        if (from.equals(to)) {
            throw new IllegalArgumentException("\"" + from + "\" cannot depend on itself");
        }
    }
}
