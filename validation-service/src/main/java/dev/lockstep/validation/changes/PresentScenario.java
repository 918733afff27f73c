package dev.lockstep.validation.changes;

import dev.lockstep.contracts.Scenario;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.requirements.expression.Subject;
import java.util.Set;
import java.util.stream.Collectors;

/** What would be done next to a cluster of which nobody has said it yet: what runs on its nodes tells. */
final class PresentScenario {

    private PresentScenario() {}

    static Scenario of(InventoryFacts facts) {
        Set<String> products = facts.subjects(Subject.Kind.NODE).stream()
                .flatMap(node -> facts.text(node, "exchange", "product").stream())
                .collect(Collectors.toSet());
        boolean exchange2000 = products.contains("EXCHANGE_2000");
        if (products.contains("EXCHANGE_55")) {
            return exchange2000 ? Scenario.MIX : Scenario.MIG55;
        }
        return exchange2000 ? Scenario.UPG : Scenario.NEW;
    }
}
