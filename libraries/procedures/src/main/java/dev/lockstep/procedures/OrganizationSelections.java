package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.procedures.Procedure.Selection;
import java.util.List;

/** What blocks are repeated for in the organization around the cluster. */
final class OrganizationSelections {

    private OrganizationSelections() {}

    static List<Variables> select(Selection selection, Variables variables, Picture picture) {
        return switch (selection) {
            case FRONT_END_SERVER ->
                HostedNamespaces.frontEnds(picture).stream()
                        .filter(server -> !server.path("build").asText().startsWith(variables.string("targetBuild")))
                        .map(server -> variables.with("server", Picture.name(server)))
                        .toList();
            case EXCHANGE_55_SERVER ->
                Picture.elements(picture.organization(), "servers").stream()
                        .filter(server -> server.path("product").asText().equals("EXCHANGE_55"))
                        .map(server -> variables.with("server", Picture.name(server)))
                        .toList();
            case SITE_OF_EXCHANGE_55 ->
                Picture.elements(picture.organization(), "sites55").stream()
                        .filter(site -> picture.virtualServers().stream().anyMatch(server -> belongsTo(server, site)))
                        .map(site -> variables.with("site", Picture.name(site)))
                        .toList();
            case HOSTED_NAMESPACE ->
                HostedNamespaces.select(variables, picture).stream()
                        .map(bound -> bound.with(
                                "httpResource",
                                "Exchange HTTP Virtual Server - (%s) - (%s)"
                                        .formatted(bound.string("networkName"), bound.string("hostHeader"))))
                        .toList();
            case NAMESPACE -> HostedNamespaces.select(variables, picture);
            case FRONT_END ->
                HostedNamespaces.frontEnds(picture).stream()
                        .map(server -> variables
                                .with("server", Picture.name(server))
                                .with("onServer", Picture.name(server) + " "))
                        .toList();
            default -> throw new IllegalArgumentException("not a selection in the organization: " + selection);
        };
    }

    private static boolean belongsTo(JsonNode server, JsonNode site) {
        return server.path("ag").asText().equals(site.path("ag").asText());
    }
}
