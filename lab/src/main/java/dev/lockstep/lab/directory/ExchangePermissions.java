package dev.lockstep.lab.directory;

import dev.lockstep.lab.directory.AccessList.Entry;
import dev.lockstep.lab.directory.AccessList.Kind;
import dev.lockstep.lab.world.Directory;
import dev.lockstep.lab.world.DirectoryDescription.Delegation;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The access lists of the organization and its administrative groups, as the Exchange Administration Delegation Wizard and Setup leave
 * them: roles over the organization are granted above it and inherited, those over an administrative group are granted at it, with
 * reading of the whole organization; nobody who administers may open mailboxes; the forest's administrators have full control from above.
 */
final class ExchangePermissions {
    private static final int FULL_CONTROL = 0xF01FF;
    private static final int ALL_BUT_CHANGE_PERMISSIONS = 0xB01FF;
    private static final int READ = 0x20094;
    private static final int SHOW = 0x90;
    private static final int EXTENDED_RIGHT = 0x100;
    private static final UUID SEND_AS = UUID.fromString("ab721a54-1e2f-11d0-9819-00aa0040529b");
    private static final UUID RECEIVE_AS = UUID.fromString("ab721a56-1e2f-11d0-9819-00aa0040529b");
    private static final UUID CREATE_NAMED_PROPERTIES = UUID.fromString("d74a8766-22b9-11d3-aa62-00c04f8eedd8");
    private static final String ORGANIZATION = "ORG";
    private static final String GROUP = "AG:";

    private final Directory directory;
    private final List<Delegation> delegations;
    private final List<String> forestAdministrators;
    private final List<String> servers = new ArrayList<>();

    /**
     * The permissions.
     *
     * @param root DNS name of the forest's root domain
     * @param serverGroups groups of servers that DomainPrep made, of the root domain
     */
    ExchangePermissions(Directory directory, String root, List<String> serverGroups) {
        this.directory = directory;
        this.delegations = directory.description().delegations();
        this.forestAdministrators =
                List.of(SecurityIds.below(root, "Enterprise Admins"), SecurityIds.below(root, "Domain Admins"));
        serverGroups.forEach(each -> servers.add(SecurityIds.below(root, each)));
    }

    /** The list of the organization's container. */
    AccessList organization() {
        List<Entry> all = denials(ORGANIZATION);
        forestAdministrators.forEach(each -> denyMailboxes(each, all));
        servers.forEach(each -> all.add(allow(each, FULL_CONTROL)));
        for (Delegation each : delegations) {
            if (each.scope().startsWith(GROUP)) {
                all.add(allow(holder(each), READ));
            }
        }
        all.add(new Entry(Kind.ALLOW, 0, SHOW, null, null, SecurityIds.AUTHENTICATED_USERS));
        all.add(new Entry(
                Kind.ALLOW_OBJECT,
                AccessList.CONTAINERS_INHERIT,
                EXTENDED_RIGHT,
                CREATE_NAMED_PROPERTIES,
                null,
                SecurityIds.EVERYONE));
        all.addAll(fromAbove());
        return new AccessList(all);
    }

    /** The list of an administrative group's container. */
    AccessList administrativeGroup(String name) {
        List<Entry> all = denials(GROUP + name);
        for (Delegation each : delegations) {
            if (each.scope().equalsIgnoreCase(GROUP + name)) {
                all.add(allow(holder(each), rights(each)));
            }
        }
        for (Entry each : organization().entries()) {
            if ((each.flags() & AccessList.CONTAINERS_INHERIT) != 0) {
                all.add(each.inherited());
            }
        }
        return new AccessList(all);
    }

    /** What the organization inherits from the configuration and from the container of Exchange in it. */
    private List<Entry> fromAbove() {
        List<Entry> all = new ArrayList<>();
        for (Delegation each : delegations) {
            if (each.scope().equals(ORGANIZATION)) {
                all.add(allow(holder(each), rights(each)).inherited());
            }
        }
        forestAdministrators.forEach(each -> all.add(allow(each, FULL_CONTROL).inherited()));
        all.add(allow(SecurityIds.LOCAL_SYSTEM, FULL_CONTROL).inherited());
        all.add(allow(SecurityIds.AUTHENTICATED_USERS, READ).inherited());
        return all;
    }

    private List<Entry> denials(String scope) {
        List<Entry> all = new ArrayList<>();
        for (Delegation each : delegations) {
            if (each.scope().equalsIgnoreCase(scope) && !each.role().equals("VIEW_ONLY")) {
                denyMailboxes(holder(each), all);
            }
        }
        return all;
    }

    private static void denyMailboxes(String holder, List<Entry> into) {
        for (UUID right : List.of(SEND_AS, RECEIVE_AS)) {
            into.add(entry(Kind.DENY_OBJECT, EXTENDED_RIGHT, right, holder));
        }
    }

    private static Entry allow(String holder, int rights) {
        return entry(Kind.ALLOW, rights, null, holder);
    }

    private static Entry entry(Kind kind, int rights, @Nullable UUID objectType, String holder) {
        return new Entry(kind, AccessList.CONTAINERS_INHERIT, rights, objectType, null, holder);
    }

    private String holder(Delegation delegation) {
        return SecurityIds.ofPrincipal(directory, delegation.group());
    }

    private static int rights(Delegation delegation) {
        return switch (delegation.role()) {
            case "EXCHANGE_FULL_ADMINISTRATOR" -> FULL_CONTROL;
            case "EXCHANGE_ADMINISTRATOR" -> ALL_BUT_CHANGE_PERMISSIONS;
            default -> READ;
        };
    }
}
