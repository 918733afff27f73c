package dev.lockstep.requirements.expression;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to which groups, directly and through other groups, and which Exchange roles that gives (section Permissions of the source
 * document: a role is held by members of a group that it was delegated to, never by a delegation to the account itself).
 *
 * <p>Groups are those of the organization's {@code groups}; one whose own memberships are not known leaves the answer open, unless the
 * known memberships suffice. Cycles of groups end. Names are compared without regard to case.
 */
final class Memberships {

    /** The facts of an organization that memberships are told from. */
    static final Set<String> GROUP_FACTS = Set.of("organization/groups/*/memberOf");

    /** The facts of an organization that roles are told from. */
    static final Set<String> ROLE_FACTS = Set.of(
            "organization/groups/*/memberOf",
            "organization/delegations/*/group",
            "organization/delegations/*/role",
            "organization/delegations/*/scope");

    private static final List<String> ROLES =
            List.of("VIEW_ONLY", "EXCHANGE_ADMINISTRATOR", "EXCHANGE_FULL_ADMINISTRATOR");
    private static final String ORGANIZATION = "ORG";

    private Memberships() {}

    /**
     * {@code belongsTo(groups, group, organization)}: whether somebody who is directly a member of these groups is a member of the group.
     */
    static Object belongsTo(Scope scope, List<Object> arguments) {
        Object group = arguments.get(1);
        if (group instanceof Unknown) {
            return group;
        }
        return search(scope, arguments.get(0), Set.of(lower(group)), arguments.get(2));
    }

    /**
     * {@code delegated(groups, role, scope, organization)}: whether somebody who is directly a member of these groups holds the role, or one
     * that includes it, at the scope, {@code ORG} or {@code AG:} and a name. What is granted to the organization covers its
     * administrative groups.
     */
    static Object delegated(Scope scope, List<Object> arguments) {
        Unknown open = Unknown.merge(arguments.get(1), arguments.get(2));
        if (open != null) {
            return open;
        }
        int least = ROLES.indexOf(String.valueOf(arguments.get(1)));
        if (least < 0) {
            return Unknown.problem("'%s' is no Exchange role".formatted(arguments.get(1)));
        }
        if (!(arguments.get(3) instanceof FactNode.ObjectFact organization)) {
            return arguments.get(3);
        }
        Object delegations = scope.read(organization.member("delegations"));
        if (!(delegations instanceof FactNode.ArrayFact all)) {
            return delegations instanceof Unknown
                    ? delegations
                    : Unknown.problem("'%s' is no list of delegations".formatted(delegations));
        }
        Set<String> holders = new HashSet<>();
        Unknown unclear = null;
        for (FactNode element : all.elements()) {
            Object role = scope.read(FactNode.member(element, "role"));
            Object where = scope.read(FactNode.member(element, "scope"));
            Object group = scope.read(FactNode.member(element, "group"));
            Unknown unread = Unknown.merge(role, Unknown.merge(where, group));
            if (unread != null) {
                unclear = Unknown.merge(unclear, unread);
            } else if (ROLES.indexOf(String.valueOf(role)) >= least && covers(where, arguments.get(2))) {
                holders.add(lower(group));
            }
        }
        Object held = holders.isEmpty() ? false : search(scope, arguments.get(0), holders, organization);
        if (unclear == null || Boolean.TRUE.equals(held)) {
            return held;
        }
        Unknown merged = Unknown.merge(unclear, held);
        return merged == null ? unclear : merged;
    }

    private static boolean covers(Object granted, Object wanted) {
        return granted.equals(ORGANIZATION) || lower(granted).equals(lower(wanted));
    }

    /** Whether one of the groups, or of the groups that they belong to in turn, is one of the wanted ones. */
    private static Object search(Scope scope, Object direct, Set<String> wanted, Object organization) {
        if (!(direct instanceof List<?> groups)) {
            return direct instanceof Unknown ? direct : noList(direct);
        }
        Deque<String> open = new ArrayDeque<>();
        groups.forEach(group -> open.add(String.valueOf(group)));
        Set<String> seen = new HashSet<>();
        Unknown unknown = null;
        while (!open.isEmpty()) {
            String group = open.poll();
            if (!seen.add(lower(group))) {
                continue;
            }
            if (wanted.contains(lower(group))) {
                return true;
            }
            switch (memberOf(scope, group, organization)) {
                case List<?> outer -> outer.forEach(name -> open.add(String.valueOf(name)));
                case Unknown missing -> unknown = Unknown.merge(unknown, missing);
                case Object other -> unknown = Unknown.merge(unknown, noList(other));
            }
        }
        return unknown == null ? (Object) false : unknown;
    }

    private static Unknown noList(Object value) {
        return Unknown.problem("'%s' is no list of groups".formatted(value));
    }

    private static Object memberOf(Scope scope, String group, Object organization) {
        if (!(organization instanceof FactNode.ObjectFact object)) {
            return organization;
        }
        FactNode.ObjectFact groups = child(object, "groups");
        String name = groups.members().keySet().stream()
                .filter(group::equalsIgnoreCase)
                .findFirst()
                .orElse(group);
        return scope.read(child(groups, name).member("memberOf"));
    }

    /** The member that is an object; one without members when it is missing, so that what is missing is named to the leaf. */
    private static FactNode.ObjectFact child(FactNode.ObjectFact object, String name) {
        FactNode.@Nullable ObjectFact found =
                object.members().get(name) instanceof FactNode.ObjectFact there ? there : null;
        return found != null
                ? found
                : FactNode.ObjectFact.empty(
                        object.place().child(name),
                        object.definition().member(name).orElseThrow());
    }

    private static String lower(Object name) {
        return String.valueOf(name).toLowerCase(Locale.ROOT);
    }
}
