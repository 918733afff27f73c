package dev.lockstep.discovery.security;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who administers an organization or an administrative group of it, as their access lists say (catalogue §3.1, delegation).
 *
 * @param granted the roles: over the organization, then over administrative groups
 * @param doubts rights that are no role, and roles that do not hold everywhere
 */
public record Delegations(List<Granted> granted, List<Doubt> doubts) {

    public static final String ORGANIZATION = "ORG";
    public static final String GROUP = "AG:";

    public Delegations {
        granted = List.copyOf(granted);
        doubts = List.copyOf(doubts);
    }

    /**
     * A role that somebody holds.
     *
     * @param scope {@code ORG}, or {@code AG:} and the administrative group's name
     */
    public record Granted(Sid holder, Role role, String scope) {}

    /**
     * Something that cannot be said as a delegation.
     *
     * @param why in words that follow the holder's name
     */
    public record Doubt(Sid holder, String why) {}

    /**
     * The delegations by these lists.
     *
     * @param organization the list of the organization's container
     * @param groups the lists of all administrative groups, by name, in order
     */
    public static Delegations of(List<AccessEntry> organization, Map<String, List<AccessEntry>> groups) {
        Set<Sid> holders = new LinkedHashSet<>();
        organization.forEach(each -> holders.add(each.holder()));
        groups.values().forEach(list -> list.forEach(each -> holders.add(each.holder())));
        Weighing weighing = new Weighing(organization, groups);
        for (Sid each : holders) {
            if (each.isOfDomain()) {
                weighing.named(each);
            } else if (each.isAnybody()) {
                weighing.anybody(each);
            }
        }
        return weighing.result();
    }

    private static final class Weighing {

        private final List<AccessEntry> organization;
        private final Map<String, List<AccessEntry>> groups;
        private final List<Granted> overAll = new ArrayList<>();
        private final List<Granted> overGroups = new ArrayList<>();
        private final List<Doubt> doubts = new ArrayList<>();

        private Weighing(List<AccessEntry> organization, Map<String, List<AccessEntry>> groups) {
            this.organization = organization;
            this.groups = groups;
        }

        private Delegations result() {
            List<Granted> granted = new ArrayList<>(overAll);
            granted.addAll(overGroups);
            return new Delegations(granted, doubts);
        }

        private void named(Sid holder) {
            Role overall = role(organization, holder, ORGANIZATION);
            List<Granted> own = new ArrayList<>();
            List<Doubt> exceptions = new ArrayList<>();
            groups.forEach((name, list) -> {
                Role here = role(list, holder, GROUP + name);
                if (here.compareTo(overall) < 0) {
                    exceptions.add(new Doubt(
                            holder,
                            "is %s of the organization, but in the administrative group '%s' only %s"
                                    .formatted(overall.words(), name, here.words())));
                } else if (here.compareTo(overall) > 0) {
                    own.add(new Granted(holder, here, GROUP + name));
                } else if (here != Role.NONE && ownRole(list, holder) != Role.NONE) {
                    own.add(new Granted(holder, ownRole(list, holder), GROUP + name));
                }
            });
            overGroups.addAll(own);
            // To read the whole organization comes with a role over one of its administrative groups.
            boolean accompanies = overall == Role.VIEW_ONLY && !own.isEmpty();
            if (overall != Role.NONE && !accompanies) {
                overAll.add(new Granted(holder, overall, ORGANIZATION));
                doubts.addAll(exceptions);
            }
        }

        /** The role that the container itself gives, without what it inherits. */
        private static Role ownRole(List<AccessEntry> list, Sid holder) {
            return Rights.role(list.stream().filter(each -> !each.isInherited()).toList(), holder, false);
        }

        private Role role(List<AccessEntry> list, Sid holder, String scope) {
            Role role = Rights.role(list, holder, false);
            if (Rights.role(list, holder, true) != role) {
                doubts.add(new Doubt(
                        holder,
                        "is %s of %s by its rights, but is denied a part of them there"
                                .formatted(role.words(), scope)));
            }
            return role;
        }

        /** That everybody may read is usual; more than that makes administrators whom no list names. */
        private void anybody(Sid holder) {
            if (Rights.role(organization, holder, false).compareTo(Role.VIEW_ONLY) > 0) {
                doubts.add(new Doubt(holder, "may administer the organization, and everybody belongs to it"));
            }
            groups.forEach((name, list) -> {
                if (Rights.role(list, holder, false).compareTo(Role.VIEW_ONLY) > 0) {
                    doubts.add(new Doubt(
                            holder,
                            "may administer the administrative group '%s', and everybody belongs to it"
                                    .formatted(name)));
                }
            });
        }
    }
}
