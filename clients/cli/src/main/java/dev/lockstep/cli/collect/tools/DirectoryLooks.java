package dev.lockstep.cli.collect.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.work.Observation;
import dev.lockstep.procedures.DistinguishedNames;
import dev.lockstep.procedures.ProcedureLibrary;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at the directory by its tool, at the domain controllers that are recorded: without any, nobody can be asked. */
final class DirectoryLooks {

    private static final FactPath CONTROLLERS = FactPath.of("dcs");
    private static final FactPath DOMAINS = FactPath.of("domains");

    private final ProcedureLibrary library;
    private final FactTree organization;
    private final ToolFindings findings;

    DirectoryLooks(ProcedureLibrary library, FactTree organization, ToolFindings findings) {
        this.library = library;
        this.organization = organization;
        this.findings = findings;
    }

    /** The looks, each with the controller that it asks. */
    Map<Observation, String> all() {
        Map<Observation, String> looks = new LinkedHashMap<>();
        List<String> controllers = organization.names(CONTROLLERS);
        Optional<String> forest = forest();
        if (controllers.isEmpty() || forest.isEmpty()) {
            findings.gap(
                    "the directory",
                    "no domain controller is recorded, or no domain that has no parent; --directory reads it");
            return looks;
        }
        String forestDn = DistinguishedNames.ofDomain(forest.get());
        for (String controller : controllers) {
            add(looks, controller, "collected-controller", Map.of("dc", controller, "forestDn", forestDn));
        }
        for (String domain : organization.names(DOMAINS)) {
            ofDomain(looks, domain);
        }
        String first = controllersOf(forest.get()).stream().findFirst().orElse(controllers.getFirst());
        add(looks, first, "collected-forest", Map.of("forestController", first, "forestDn", forestDn));
        return looks;
    }

    private void ofDomain(Map<Observation, String> looks, String domain) {
        List<String> controllers = controllersOf(domain);
        if (controllers.isEmpty()) {
            findings.gap(domain, "no domain controller of it is recorded");
            return;
        }
        String dn = DistinguishedNames.ofDomain(domain);
        for (String controller : controllers) {
            add(
                    looks,
                    controller,
                    "collected-controller-of-domain",
                    Map.of("dc", controller, "domain", domain, "domainDn", dn));
        }
        String first = controllers.getFirst();
        add(looks, first, "collected-domain", Map.of("domainController", first, "domain", domain, "domainDn", dn));
    }

    private void add(Map<Observation, String> looks, String controller, String set, Map<String, String> names) {
        Map<String, JsonNode> values = new HashMap<>();
        names.forEach((name, value) -> values.put(name, TextNode.valueOf(value)));
        library.looks(set, values).forEach(look -> looks.put(look, controller));
    }

    /** The domain that is known to have no parent. */
    private Optional<String> forest() {
        return organization.names(DOMAINS).stream()
                .filter(domain -> organization
                        .fact(DOMAINS.child(domain).child("parent"))
                        .map(Fact::value)
                        .filter(JsonNode::isNull)
                        .isPresent())
                .findFirst();
    }

    private List<String> controllersOf(String domain) {
        return organization.names(CONTROLLERS).stream()
                .filter(controller -> organization
                        .fact(CONTROLLERS.child(controller).child("domain"))
                        .filter(fact -> fact.value().asText().equalsIgnoreCase(domain))
                        .isPresent())
                .toList();
    }
}
