package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.procedures.RollingUpgrade.Act;
import java.util.List;
import java.util.stream.IntStream;

/** The acts of a rolling upgrade as repetitions of a block, with the variables that each brings. */
final class Turns {

    private static final String TURN = "turn";

    private Turns() {}

    /** One repetition for each act, in the order of the upgrade. */
    static List<Variables> all(Variables variables, Picture picture) {
        List<Act> acts =
                RollingUpgrade.of(picture, variables.string("targetBuild")).acts();
        return IntStream.range(0, acts.size())
                .mapToObj(i -> bound(acts.get(i), variables, picture))
                .toList();
    }

    /** The turn itself when it is an act of this kind, otherwise nothing. */
    static List<Variables> of(Class<? extends Act> kind, Variables variables, Picture picture) {
        return variables.string(TURN).equals(kind.getSimpleName()) ? List.of(variables) : List.of();
    }

    private static Variables bound(Act act, Variables variables, Picture picture) {
        Variables turn = variables.with(TURN, act.getClass().getSimpleName());
        return switch (act) {
            case Act.Move move ->
                server(turn, picture, move.virtualServer())
                        .with("from", move.from())
                        .with("destination", move.to());
            case Act.TakeOffline offline -> server(turn, picture, offline.virtualServer());
            case Act.UpgradeNode node -> Selections.node(turn, picture, picture.node(node.node()));
            case Act.UpgradeServer upgrade ->
                server(turn, picture, upgrade.virtualServer()).with("node", upgrade.node());
        };
    }

    private static Variables server(Variables variables, Picture picture, String name) {
        return picture.virtualServers().stream()
                .filter(server -> Picture.name(server).equals(name))
                .map(server -> server(variables, picture, server))
                .findFirst()
                .orElseThrow();
    }

    /** The variables of a virtual server that exists. */
    static Variables server(Variables variables, Picture picture, JsonNode server) {
        String group = Picture.groupOf(server);
        String owner = picture.ownerOf(group);
        return variables
                .with("virtualServer", Picture.name(server))
                .with("group", group)
                .with("networkName", server.path("networkName").asText())
                .with("home", owner == null ? "" : owner)
                .with("serverDomain", picture.domains().iterator().next())
                .with("systemAttendantResource", resource(picture, group, Instances.SYSTEM_ATTENDANT))
                .with("networkNameResource", resource(picture, group, "Network Name"));
    }

    private static String resource(Picture picture, String group, String type) {
        return picture.resourcesOf(group).stream()
                .filter(resource -> resource.path("type").asText().equals(type))
                .map(Picture::name)
                .findFirst()
                .orElse("");
    }
}
