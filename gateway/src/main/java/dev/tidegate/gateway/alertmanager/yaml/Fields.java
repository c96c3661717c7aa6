package dev.tidegate.gateway.alertmanager.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping of the file with its place in it, so that every complaint can name line and field. */
final class Fields {
    private final Node node;
    private final String path;
    private final Map<String, Node> fields = new LinkedHashMap<>();

    Fields(Node node, String path) {
        this.node = node;
        this.path = path;
        if (!(node instanceof MappingNode mapping)) {
            throw problem("must be a mapping");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            fields.put(scalar(tuple.getKeyNode(), path), tuple.getValueNode());
        }
    }

    ConfigSyntaxException problem(String problem) {
        return new ConfigSyntaxException(node.getStartMark(), path, problem);
    }

    ConfigSyntaxException problem(String field, String problem) {
        Node at = fields.getOrDefault(field, node);
        return new ConfigSyntaxException(at.getStartMark(), below(field), problem);
    }

    private String below(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    @Nullable
    Fields mapping(String field) {
        Node value = value(field);
        return value == null ? null : new Fields(value, below(field));
    }

    @Nullable
    String text(String field) {
        Node value = value(field);
        return value == null ? null : scalar(value, below(field));
    }

    boolean flag(String field) {
        String value = text(field);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw problem(field, "\"" + value + "\" is neither true nor false");
    }

    /** Null when the field is not there. */
    @Nullable
    List<String> texts(String field) {
        List<Node> nodes = sequence(field);
        if (nodes == null) {
            return null;
        }
        List<String> out = new ArrayList<>();
        nodes.forEach(one -> out.add(scalar(one, below(field))));
        return out;
    }

    List<Fields> mappings(String field) {
        List<Node> nodes = sequence(field);
        List<Fields> out = new ArrayList<>();
        if (nodes != null) {
            for (int i = 0; i < nodes.size(); i++) {
                out.add(new Fields(nodes.get(i), below(field) + "[" + i + "]"));
            }
        }
        return out;
    }

    /** A mapping of texts to texts. */
    Map<String, String> pairs(String field) {
        Fields mapping = mapping(field);
        Map<String, String> out = new LinkedHashMap<>();
        if (mapping != null) {
            mapping.fields.forEach((name, value) -> out.put(name, scalar(value, mapping.below(name))));
        }
        return out;
    }

    private @Nullable Node value(String field) {
        Node value = fields.get(field);
        return value == null || value.getTag().equals(Tag.NULL) ? null : value;
    }

    private @Nullable List<Node> sequence(String field) {
        Node value = value(field);
        if (value == null) {
            return null;
        }
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw problem(field, "must be a list");
    }

    private static String scalar(Node node, String path) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new ConfigSyntaxException(node.getStartMark(), path, "must be a single value");
    }
}
