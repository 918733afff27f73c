package dev.lockstep.procedures;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A look at a real system, as data.
 *
 * @param each what it is repeated for, or null for once
 * @param parser the site runner's parser
 * @param argv program and arguments with variables
 * @param arguments the variables that the parser is told, under their own names
 * @param fixed further arguments with fixed values
 * @param renamed further arguments that tell a variable under another name: argument → variable
 */
record Probe(
        @Nullable Each each,
        String parser,
        List<String> argv,
        List<String> arguments,
        Map<String, String> fixed,
        Map<String, String> renamed) {

    Probe {
        argv = List.copyOf(argv);
        arguments = Absent.orEmpty(arguments);
        fixed = Absent.orEmpty(fixed);
        renamed = Absent.orEmpty(renamed);
    }

    /** What the parser is told when the variables have these values. */
    Map<String, JsonNode> argumentsOf(Variables variables) {
        Map<String, JsonNode> told = new HashMap<>();
        arguments.forEach(name -> told.put(name, variables.value(name)));
        renamed.forEach((name, variable) -> told.put(name, variables.value(variable)));
        fixed.forEach((name, value) -> told.put(name, TextNode.valueOf(value)));
        return told;
    }

    /** What a probe is repeated for. */
    enum Each {
        @JsonProperty("node")
        NODE,
        @JsonProperty("internet-service")
        INTERNET_SERVICE,
        @JsonProperty("node-and-internet-service")
        NODE_AND_INTERNET_SERVICE,
        /** Every disk of the cluster that is a resource. */
        @JsonProperty("disk")
        DISK,
        @JsonProperty("dc")
        DOMAIN_CONTROLLER,
        @JsonProperty("dc-of-domain")
        DOMAIN_CONTROLLER_OF_DOMAIN,
        /** Every virtual server to which mailboxes of Exchange 5.5 are moved. */
        @JsonProperty("successor")
        SUCCESSOR,
        /** Every resource that is known in the group when the look is made. */
        @JsonProperty("resource-of-group")
        RESOURCE_OF_GROUP
    }
}
