package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.procedures.PlanStep.Effect;
import dev.lockstep.procedures.Procedure.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Works out what the changes of a step come to: which facts have which values afterwards. Each change is worked out after the last. */
final class Consequences {

    private static final FactPath RESOURCE_FACT = FactPath.of("groups", "*", "resources", "*", "*");
    private static final String ONLINE = "ONLINE";
    private static final String OFFLINE = "OFFLINE";

    private final Picture picture;
    private final List<Effect> effects = new ArrayList<>();

    private Consequences(Picture picture) {
        this.picture = picture;
    }

    /** What the changes come to. The picture has changed accordingly when this returns. */
    static List<Effect> of(List<Change> changes, Variables variables, Picture picture) {
        Consequences consequences = new Consequences(picture);
        changes.forEach(change -> consequences.add(change, variables));
        return List.copyOf(consequences.effects);
    }

    /** Moves a group in a picture. */
    static void moved(String group, String node, Picture picture) {
        new Consequences(picture).moveGroup(group, node);
    }

    private void add(Change change, Variables variables) {
        switch (change) {
            case Change.SetFact fact -> set(fact, variables);
            case Change.AddToList list ->
                addToList(
                        Objects.requireNonNullElse(list.in(), DocumentKind.CLUSTER),
                        path(list.addTo(), variables),
                        value(list.element(), variables));
            case Change.RemoveObject object ->
                apply(object.from(), path(object.remove(), variables), NullNode.getInstance());
            case Change.MoveGroup move -> moveGroup(variables.text(move.moveGroup()), variables.text(move.toNode()));
            case Change.MoveResource move ->
                moveResource(variables.text(move.moveResource()), variables.text(move.toGroup()));
            case Change.SwitchResource resource ->
                switchResource(
                        variables.text(resource.inGroup()),
                        variables.text(resource.switchResource()),
                        resource.becomes());
            case Change.SwitchGroup group -> switchGroup(variables.text(group.switchGroup()), group.become());
            case Change.SetPossibleOwners owners ->
                picture.resourcesOf(variables.text(owners.possibleOwnersIn()))
                        .forEach(resource -> apply(
                                FactPath.of(
                                        "groups",
                                        variables.text(owners.possibleOwnersIn()),
                                        "resources",
                                        Picture.name(resource),
                                        "possibleOwners"),
                                variables.valueOf(owners.nodes())));
            case Change.RemoveOwner owner ->
                removeOwner(
                        FactPath.of(
                                "groups",
                                variables.text(owner.within()),
                                "resources",
                                variables.text(owner.of()),
                                "possibleOwners"),
                        variables.text(owner.removeOwner()));
            case Change.AddInstances instances ->
                addInstances(
                        variables.text(instances.addInstancesTo()),
                        variables.text(instances.systemAttendant()),
                        variables.text(instances.serverName()));
        }
    }

    private void set(Change.SetFact fact, Variables variables) {
        DocumentKind document = Objects.requireNonNullElse(fact.in(), DocumentKind.CLUSTER);
        for (Variables bound : Repetitions.of(fact.each(), variables, picture)) {
            FactPath path = path(fact.set(), bound);
            apply(document, path, value(fact.to(), bound));
            if (document == DocumentKind.CLUSTER && path.matches(RESOURCE_FACT)) {
                settle(path.segments().get(1));
            }
        }
    }

    private static FactPath path(String template, Variables variables) {
        return FactPath.parse(variables.path(template));
    }

    private static JsonNode value(JsonNode template, Variables variables) {
        return switch (template.getNodeType()) {
            case STRING -> variables.valueOf(template.asText());
            case ARRAY -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                template.forEach(element -> array.add(value(element, variables)));
                yield array;
            }
            case OBJECT -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                template.properties()
                        .forEach(member -> object.set(member.getKey(), value(member.getValue(), variables)));
                yield object;
            }
            default -> template;
        };
    }

    private void addToList(DocumentKind document, FactPath path, JsonNode element) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        picture.value(document, path).forEach(list::add);
        for (JsonNode each : list) {
            if (each.equals(element)) {
                return;
            }
        }
        apply(document, path, list.add(element));
    }

    private void removeOwner(FactPath path, String node) {
        List<String> owners = new ArrayList<>();
        if (picture.value(path).isArray()) {
            picture.value(path).forEach(owner -> owners.add(owner.asText()));
        } else {
            picture.nodes().stream().map(Picture::name).forEach(owners::add);
        }
        owners.remove(node);
        apply(path, array(owners));
    }

    private void moveGroup(String group, String node) {
        apply(FactPath.of("groups", group, "owner"), TextNode.valueOf(node));
        for (JsonNode each : picture.nodes()) {
            List<String> before = Picture.names(each, "ownedGroups");
            Set<String> after = new LinkedHashSet<>(before);
            boolean changed = Picture.name(each).equals(node) ? after.add(group) : after.remove(group);
            if (changed) {
                apply(FactPath.of("nodes", Picture.name(each), "ownedGroups"), array(after));
            }
        }
        for (JsonNode server : picture.virtualServers()) {
            if (Picture.groupOf(server).equals(group) && !Picture.isPlanned(server)) {
                apply(FactPath.of("evs", Picture.name(server), "owner"), TextNode.valueOf(node));
            }
        }
    }

    private void moveResource(String resource, String group) {
        String before = picture.groupOfDisk(resource);
        if (group.equals(before)) {
            return;
        }
        Map<String, JsonNode> facts = new LinkedHashMap<>();
        if (before != null) {
            FactPath old = FactPath.of("groups", before, "resources", resource);
            picture.value(old).properties().forEach(member -> facts.put(member.getKey(), member.getValue()));
            apply(old, NullNode.getInstance());
            settle(before);
        }
        facts.remove("name");
        facts.putIfAbsent("state", TextNode.valueOf(ONLINE));
        facts.forEach((member, value) -> apply(FactPath.of("groups", group, "resources", resource, member), value));
        for (JsonNode disk : picture.disks()) {
            if (Picture.resourceName(disk).equals(resource)) {
                apply(FactPath.of("disks", disk.path("id").asText(), "group"), TextNode.valueOf(group));
            }
        }
        settle(group);
    }

    private void switchResource(String group, String resource, String state) {
        Set<String> switched = new LinkedHashSet<>(List.of(resource));
        if (state.equals(OFFLINE)) {
            picture.dependents(group, resource).forEach(switched::add);
        }
        switched.forEach(each -> state(group, each, state));
        settle(group);
    }

    private void switchGroup(String group, String state) {
        picture.resourcesOf(group).forEach(resource -> state(group, Picture.name(resource), state));
        settle(group);
    }

    private void state(String group, String resource, String state) {
        apply(FactPath.of("groups", group, "resources", resource, "state"), TextNode.valueOf(state));
        for (JsonNode disk : picture.disks()) {
            if (Picture.resourceName(disk).equals(resource)) {
                apply(FactPath.of("disks", disk.path("id").asText(), "state"), TextNode.valueOf(state));
            }
        }
    }

    /** A group is online when everything in it is, offline when nothing is, and partially online in between. */
    private void settle(String group) {
        List<JsonNode> resources = picture.resourcesOf(group);
        long online = resources.stream()
                .filter(resource -> resource.path("state").asText().equals(ONLINE))
                .count();
        String state = online == 0 ? OFFLINE : online == resources.size() ? ONLINE : "PARTIALLY_ONLINE";
        FactPath path = FactPath.of("groups", group, "state");
        if (!picture.value(path).asText().equals(state)) {
            apply(path, TextNode.valueOf(state));
        }
        for (JsonNode server : picture.virtualServers()) {
            FactPath own = FactPath.of("evs", Picture.name(server), "state");
            boolean other =
                    !Picture.isPlanned(server) && Picture.groupOf(server).equals(group);
            if (other && !picture.value(own).asText().equals(state)) {
                apply(own, TextNode.valueOf(state));
            }
        }
    }

    private void addInstances(String group, String systemAttendant, String serverName) {
        boolean first = picture.groupNames().stream()
                .flatMap(name -> picture.resourcesOf(name).stream())
                .noneMatch(resource -> resource.path("type").asText().equals(Instances.MESSAGE_TRANSFER_AGENT));
        Instances.comingWithASystemAttendant(serverName, first).forEach((name, type) -> {
            apply(FactPath.of("groups", group, "resources", name, "type"), TextNode.valueOf(type));
            apply(FactPath.of("groups", group, "resources", name, "dependsOn"), array(List.of(systemAttendant)));
            state(group, name, OFFLINE);
        });
        settle(group);
    }

    private static ArrayNode array(Iterable<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private void apply(FactPath path, JsonNode value) {
        apply(DocumentKind.CLUSTER, path, value);
    }

    private void apply(DocumentKind document, FactPath path, JsonNode value) {
        Effect effect = new Effect(document, path, value);
        picture.apply(effect);
        effects.add(effect);
    }
}
