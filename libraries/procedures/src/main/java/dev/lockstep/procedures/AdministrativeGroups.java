package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The administrative groups at which an authority over virtual servers is held (catalogue §1.5). Where a fact is missing there are none:
 * then only the organization will do.
 */
final class AdministrativeGroups {

    private static final String GROUP = "ag";

    private AdministrativeGroups() {}

    /** Those of all virtual servers of the cluster (PERM-UN-01, PERM-SETUP-01); none when it has no virtual server. */
    static List<String> ofCluster(Picture picture) {
        return ofAll(picture.virtualServers());
    }

    /**
     * Its own and, unless the organization is in mixed mode, those of all servers in its routing group, which may span several
     * (PERM-EVS-02, PERM-EVS-03).
     */
    static List<String> ofVirtualServer(Picture picture, String name) {
        Optional<JsonNode> server = picture.virtualServers().stream()
                .filter(each -> Picture.name(each).equals(name))
                .findFirst();
        if (server.isEmpty()) {
            return List.of();
        }
        Collection<JsonNode> members = new ArrayList<>(List.of(server.get()));
        if (!picture.organization().path("mode").asText().equals("MIXED")) {
            List<JsonNode> routingGroups = Picture.elements(picture.organization(), "routingGroups").stream()
                    .filter(group -> Picture.text(server.get(), "rg")
                            .filter(Picture.name(group)::equalsIgnoreCase)
                            .isPresent())
                    .toList();
            if (routingGroups.isEmpty()
                    || !routingGroups.stream()
                            .allMatch(group -> group.path("members").isArray())) {
                return List.of();
            }
            routingGroups.forEach(group -> members.addAll(Picture.elements(group, "members")));
        }
        return ofAll(members);
    }

    /** Each group once, whatever the case of its name; none when one of the members does not say which it belongs to. */
    private static List<String> ofAll(Collection<JsonNode> members) {
        TreeSet<String> groups = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (JsonNode member : members) {
            Optional<String> group = Picture.text(member, GROUP);
            if (group.isEmpty()) {
                return List.of();
            }
            groups.add(group.get());
        }
        return List.copyOf(groups);
    }
}
