package dev.lockstep.requirements.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Roles are told from any tangle of groups as the closure of memberships says, and what is not known is never taken for granted. */
class PermissionsPropertyTest {

    private static final String ACCOUNT = "CORP\\admin";
    private static final int GROUPS = 7;
    private static final List<String> ROLES =
            List.of("VIEW_ONLY", "EXCHANGE_ADMINISTRATOR", "EXCHANGE_FULL_ADMINISTRATOR");
    private static final List<String> SCOPES = List.of("ORG", "AG:First", "AG:Second");

    private final Expressions expressions = new Expressions();

    @Property(tries = 500)
    void aRoleIsHeldByTheMembersOfTheGroupsThatItWasDelegatedToAndTheirMembers(
            @ForAll long seed, @ForAll @IntRange(max = 2) int role, @ForAll @IntRange(max = 2) int scope) {
        ObjectNode document = document(new Random(seed));

        assertThat(delegated(document, ROLES.get(role), SCOPES.get(scope)))
                .isEqualTo(closureHolds(document, role, SCOPES.get(scope)) ? "true" : "false");
    }

    @Property(tries = 300)
    void aGroupThatNobodyKnowsOfChangesNothing(@ForAll long seed, @ForAll @IntRange(max = 2) int scope) {
        ObjectNode document = document(new Random(seed));
        String before = delegated(document, "EXCHANGE_ADMINISTRATOR", SCOPES.get(scope));

        groups(document).putObject("CORP\\Unrelated").putArray("memberOf").add(group(0));

        assertThat(delegated(document, "EXCHANGE_ADMINISTRATOR", SCOPES.get(scope)))
                .isEqualTo(before);
    }

    @Property(tries = 500)
    void aFactThatIsTakenAwayNeverGivesARole(
            @ForAll long seed, @ForAll @IntRange(max = GROUPS + 2) int taken, @ForAll @IntRange(max = 2) int scope) {
        ObjectNode document = document(new Random(seed));
        String before = delegated(document, "EXCHANGE_FULL_ADMINISTRATOR", SCOPES.get(scope));

        switch (taken) {
            case GROUPS -> account(document).remove("groups");
            case GROUPS + 1 -> organization(document).remove("delegations");
            case GROUPS + 2 -> organization(document).remove("groups");
            default -> ((ObjectNode) groups(document).path(group(taken))).remove("memberOf");
        }

        String after = delegated(document, "EXCHANGE_FULL_ADMINISTRATOR", SCOPES.get(scope));
        if (!after.equals(before)) {
            assertThat(after).startsWith("missing organization/");
        }
    }

    @Property(tries = 200)
    void aRoleAtTheOrganizationCoversEveryAdministrativeGroup(@ForAll long seed, @ForAll @IntRange(max = 2) int role) {
        ObjectNode document = document(new Random(seed));
        if (delegated(document, ROLES.get(role), "ORG").equals("true")) {
            assertThat(delegated(document, ROLES.get(role), "AG:Some other")).isEqualTo("true");
        }
    }

    @Example
    void whatIsMissingIsNamedToTheLeaf() {
        ObjectNode document = document(new Random(0));
        organization(document).remove("groups");
        account(document).putArray("groups").add("CORP\\Some group");
        delegations(document)
                .removeAll()
                .addObject()
                .put("group", "CORP\\Exchange")
                .put("role", "EXCHANGE_FULL_ADMINISTRATOR")
                .put("scope", "ORG");
        assertThat(delegated(document, "EXCHANGE_FULL_ADMINISTRATOR", "AG:First"))
                .isEqualTo("missing organization/groups/CORP\\Some group/memberOf");
    }

    @Example
    void withoutADelegationNothingNeedsToBeKnownOfGroups() {
        ObjectNode document = document(new Random(0));
        delegations(document).removeAll();
        account(document).remove("groups");
        assertThat(delegated(document, "VIEW_ONLY", "ORG")).isEqualTo("false");
    }

    private String delegated(ObjectNode document, String role, String scope) {
        try {
            Expression expression = expressions.compile(
                    "delegated(account.groups, \"%s\", \"%s\", organization)".formatted(role, scope),
                    Subject.Kind.ACCOUNT);
            Evaluation.Outcome outcome = expression
                    .evaluate(
                            new Reading(InventoryFacts.of(document), new Freshness(Instant.EPOCH, false)),
                            new Subject(Subject.Kind.ACCOUNT, ACCOUNT))
                    .outcome();
            return switch (outcome) {
                case Evaluation.True yes -> "true";
                case Evaluation.False no -> "false";
                case Evaluation.NotKnown notKnown ->
                    "missing "
                            + String.join(
                                    " ",
                                    notKnown.facts().stream()
                                            .map(MissingFact::path)
                                            .toList());
            };
        } catch (InvalidExpressionException e) {
            throw new AssertionError(e);
        }
    }

    /** The same by brute force: memberships are added until no more come. */
    private static boolean closureHolds(ObjectNode document, int least, String scope) {
        Set<String> all = new HashSet<>();
        account(document).path("groups").forEach(name -> all.add(name.asText()));
        int size;
        do {
            size = all.size();
            for (String member : List.copyOf(all)) {
                groups(document).path(member).path("memberOf").forEach(name -> all.add(name.asText()));
            }
        } while (all.size() > size);
        for (var grant : delegations(document)) {
            if (all.contains(grant.path("group").asText())
                    && ROLES.indexOf(grant.path("role").asText()) >= least
                    && List.of("ORG", scope).contains(grant.path("scope").asText())) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode document(Random random) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ObjectNode organization = document.putObject("organization").put("name", "Contoso");
        document.putObject("cluster").put("name", "CLU01");
        ObjectNode groups = organization.putObject("groups");
        for (int i = 0; i < GROUPS; i++) {
            some(random, groups.putObject(group(i)).putArray("memberOf"));
        }
        ArrayNode delegations = organization.putArray("delegations");
        for (int i = random.nextInt(4); i > 0; i--) {
            delegations
                    .addObject()
                    .put("group", group(random.nextInt(GROUPS)))
                    .put("role", ROLES.get(random.nextInt(ROLES.size())))
                    .put("scope", SCOPES.get(random.nextInt(SCOPES.size())));
        }
        some(random, organization.putObject("accounts").putObject(ACCOUNT).putArray("groups"));
        return document;
    }

    private static void some(Random random, ArrayNode names) {
        for (int i = random.nextInt(3); i > 0; i--) {
            names.add(group(random.nextInt(GROUPS)));
        }
    }

    private static String group(int number) {
        return "CORP\\Group " + number;
    }

    private static ObjectNode organization(ObjectNode document) {
        return (ObjectNode) document.path("organization");
    }

    private static ObjectNode groups(ObjectNode document) {
        return (ObjectNode) organization(document).path("groups");
    }

    private static ObjectNode account(ObjectNode document) {
        return (ObjectNode) organization(document).path("accounts").path(ACCOUNT);
    }

    private static ArrayNode delegations(ObjectNode document) {
        return (ArrayNode) organization(document).path("delegations");
    }
}
