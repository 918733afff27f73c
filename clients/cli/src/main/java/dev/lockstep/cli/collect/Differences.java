package dev.lockstep.cli.collect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.discovery.Discovered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found beside what is recorded.
 *
 * @param changes what would change
 * @param found everything that was found
 */
record Differences(List<FactChange> changes, Discovered found) {

    Differences {
        changes = List.copyOf(changes);
    }

    static Differences between(FactTree recorded, Discovered found) {
        return new Differences(found.changesTo(recorded, ""), found);
    }

    private long unchanged() {
        return found.facts().size()
                - changes.stream().filter(change -> change.after() != null).count();
    }

    void print(Terminal terminal) {
        if (!changes.isEmpty()) {
            Table table = Table.of("FACT", "RECORDED", "FOUND", "SOURCE");
            for (FactChange change : changes) {
                table.row(
                        change.path().toString(),
                        text(change.before()),
                        change.after() == null ? "(gone)" : text(change.after()),
                        change.provenance().source());
            }
            terminal.print(table);
        }
        terminal.print("%d %s, %d as recorded; read at %s."
                .formatted(
                        changes.size(),
                        changes.size() == 1 ? "difference" : "differences",
                        unchanged(),
                        found.observedAt()));
    }

    private static String text(@Nullable JsonNode value) {
        return value == null ? "" : value.isContainerNode() && value.isEmpty() ? "(none)" : Json.text(value);
    }

    /** For programs. */
    ObjectNode json() {
        ObjectNode json = ContractJson.mapper().createObjectNode();
        json.put("observedAt", found.observedAt().toString());
        json.set("differences", ContractJson.mapper().valueToTree(changes));
        json.put("unchanged", unchanged());
        json.set("gaps", ContractJson.mapper().valueToTree(found.gaps()));
        return json;
    }
}
