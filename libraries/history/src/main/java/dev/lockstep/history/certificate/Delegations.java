package dev.lockstep.history.certificate;

import java.util.Collection;
import java.util.List;

/**
 * Exchange delegations as entries spell them: {@code EXCHANGE_FULL_ADMINISTRATOR@organization:contoso} or
 * {@code EXCHANGE_FULL_ADMINISTRATOR@administrative-group:contoso/First Administrative Group}.
 */
final class Delegations {

    private static final List<String> STRENGTH =
            List.of("VIEW_ONLY", "EXCHANGE_ADMINISTRATOR", "EXCHANGE_FULL_ADMINISTRATOR");
    private static final String GROUP = "@administrative-group:";

    private Delegations() {}

    /** Whether one of those held is the needed one, or a stronger role there or in the whole organization. */
    static boolean include(Collection<String> held, String needed) {
        int sign = needed.indexOf('@');
        int strength = STRENGTH.indexOf(needed.substring(0, sign));
        String where = needed.substring(sign);
        return STRENGTH.stream()
                .skip(Math.max(strength, 0))
                .anyMatch(role -> held.stream()
                        .anyMatch(one -> same(one, role + where)
                                || (where.startsWith(GROUP) && one.equals(role + organizationOf(where)))));
    }

    /** The case of a group's name does not matter. */
    private static boolean same(String one, String other) {
        return one.equalsIgnoreCase(other);
    }

    private static String organizationOf(String group) {
        return "@organization:" + group.substring(GROUP.length()).split("/", 2)[0];
    }
}
