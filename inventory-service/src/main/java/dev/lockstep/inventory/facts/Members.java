package dev.lockstep.inventory.facts;

import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a cluster or an organization consists of, as far as its coming and going are events of their own: everything that stands in an
 * array of named objects, except a node's network connections, which are facts about the node.
 */
final class Members {

    private static final FactPath CONNECTIONS = FactPath.parse("/nodes/*/nics");

    private Members() {}

    /** Whether members stand in the collection at this path. */
    static boolean areIn(DocumentKind kind, FactPath collection) {
        return kind.identityMember(collection).isPresent() && !collection.matches(CONNECTIONS);
    }

    /** The members that a fact belongs to, from the outermost to the innermost. */
    static List<FactPath> holding(DocumentKind kind, FactPath fact) {
        Set<FactPath> members = new LinkedHashSet<>();
        for (int length = 1; length + 1 < fact.segments().size(); length++) {
            if (areIn(kind, fact.prefix(length))) {
                members.add(fact.prefix(length + 1));
            }
        }
        return List.copyOf(members);
    }

    /** The innermost member that a fact belongs to. */
    static Optional<FactPath> of(DocumentKind kind, FactPath fact) {
        List<FactPath> members = holding(kind, fact);
        return members.isEmpty() ? Optional.empty() : Optional.of(members.getLast());
    }

    /** Every member that has a fact, an outer one before those in it. */
    static Set<FactPath> all(FactTree tree) {
        return all(tree.kind(), tree.facts().stream().map(fact -> fact.path()).toList());
    }

    /** Every member that one of these facts belongs to, an outer one before those in it. */
    static Set<FactPath> all(DocumentKind kind, Collection<FactPath> facts) {
        Set<FactPath> members = new LinkedHashSet<>();
        facts.forEach(fact -> members.addAll(holding(kind, fact)));
        return members;
    }

    /** The member that names its own object: {@code /nodes/E2K3-N1/name}. */
    static FactPath identity(DocumentKind kind, FactPath member) {
        FactPath collection = member.prefix(member.segments().size() - 1);
        return member.child(kind.identityMember(collection).orElseThrow());
    }

    /** Whether a fact is the name of the object that it stands in, connections included. */
    static boolean isIdentity(DocumentKind kind, FactPath fact) {
        int size = fact.segments().size();
        return size >= 3
                && kind.identityMember(fact.prefix(size - 2))
                        .filter(name -> name.equals(fact.segments().getLast()))
                        .isPresent();
    }
}
