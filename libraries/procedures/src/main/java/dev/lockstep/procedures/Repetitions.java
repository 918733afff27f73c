package dev.lockstep.procedures;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a probe or an effect is repeated for, with the variables that each repetition brings. */
final class Repetitions {

    private Repetitions() {}

    static List<Variables> of(Probe.@Nullable Each each, Variables variables, Picture picture) {
        if (each == null) {
            return List.of(variables);
        }
        return switch (each) {
            case NODE -> forNodes(variables, picture);
            case INTERNET_SERVICE -> forServices(variables);
            case NODE_AND_INTERNET_SERVICE ->
                forNodes(variables, picture).stream()
                        .flatMap(bound -> forServices(bound).stream())
                        .toList();
            case DISK -> forDisks(variables, picture);
            case DOMAIN_CONTROLLER -> forControllers(variables, picture.domainControllers());
            case DOMAIN_CONTROLLER_OF_DOMAIN -> forControllers(variables, variables.strings("domainControllers"));
            case SUCCESSOR ->
                picture.successors().stream()
                        .map(name -> variables.with("successor", name))
                        .toList();
            case RESOURCE_OF_GROUP -> throw new IllegalStateException("resources are known only when the look is made");
        };
    }

    private static List<Variables> forNodes(Variables variables, Picture picture) {
        return picture.nodes().stream()
                .map(node -> variables.with("node", Picture.name(node)))
                .toList();
    }

    private static List<Variables> forDisks(Variables variables, Picture picture) {
        return picture.disks().stream()
                .filter(disk -> disk.path("resourceName").isTextual())
                .map(disk ->
                        variables.with("disk", disk.path("id").asText()).with("resource", Picture.resourceName(disk)))
                .toList();
    }

    private static List<Variables> forServices(Variables variables) {
        return Selections.INTERNET_SERVICES.stream()
                .map(service -> variables.with("service", service))
                .toList();
    }

    private static List<Variables> forControllers(Variables variables, List<String> controllers) {
        return controllers.stream().map(dc -> variables.with("dc", dc)).toList();
    }
}
