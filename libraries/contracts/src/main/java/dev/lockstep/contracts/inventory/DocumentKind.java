package dev.lockstep.contracts.inventory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The two documents that inventory keeps, and which of their arrays hold named objects. */
public enum DocumentKind {
    /** What a whole Exchange organization shares: directory, name services, delegations. */
    ORGANIZATION(Map.of(
            "/domains", "name",
            "/dcs", "name",
            "/routingGroups", "name",
            "/recipientPolicies", "name",
            "/servers", "name",
            "/sites55", "name")),
    /** One Windows cluster. */
    CLUSTER(Map.of(
            "/nodes", "name",
            "/nodes/*/nics", "connection",
            "/networks", "name",
            "/disks", "id",
            "/groups", "name",
            "/groups/*/resources", "name",
            "/evs", "name"));

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable map of records of strings
    private final Map<FactPath, String> identityMembers;

    DocumentKind(Map<String, String> identityMembers) {
        this.identityMembers = identityMembers.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(entry -> FactPath.parse(entry.getKey()), Map.Entry::getValue));
    }

    /** The member that names the objects of the array at this path, or empty when no array of named objects stands there. */
    public Optional<String> identityMember(FactPath arrayPath) {
        for (Map.Entry<FactPath, String> entry : identityMembers.entrySet()) {
            if (arrayPath.matches(entry.getKey())) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }

    /** The paths, with {@code *} for names, of all arrays of named objects. */
    public List<FactPath> namedArrays() {
        return identityMembers.keySet().stream().sorted().toList();
    }
}
