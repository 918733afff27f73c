package dev.lockstep.discovery.security;

import static dev.lockstep.discovery.security.AccessEntry.Effect.ALLOW;
import static dev.lockstep.discovery.security.AccessEntry.Effect.DENY;
import static dev.lockstep.discovery.security.Role.EXCHANGE_ADMINISTRATOR;
import static dev.lockstep.discovery.security.Role.EXCHANGE_FULL_ADMINISTRATOR;
import static dev.lockstep.discovery.security.Role.VIEW_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.discovery.security.AccessEntry.Effect;
import dev.lockstep.discovery.security.Delegations.Granted;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which roles access lists amount to. */
class DelegationsTest {

    private static final Sid ADMINS = new Sid(5, List.of(21L, 1L, 2L, 3L, 1104L));
    private static final Sid OTHERS = new Sid(5, List.of(21L, 1L, 2L, 3L, 1105L));
    private static final Sid EVERYONE = new Sid(1, List.of(0L));
    private static final Sid AUTHENTICATED = new Sid(5, List.of(11L));
    private static final UUID SEND_AS = UUID.fromString("ab721a54-1e2f-11d0-9819-00aa0040529b");
    private static final UUID SERVERS = UUID.fromString("01a9aa9c-a981-11d2-a9ff-00c04f8eedd8");
    private static final int FULL = 0xF01FF;
    private static final int INHERIT_ONLY = 0x08;
    private static final int INHERITED = 0x10;

    private static AccessEntry entry(Effect effect, int mask, Sid holder) {
        return new AccessEntry(effect, 0, mask, null, null, holder);
    }

    private static AccessEntry flagged(int flags, AccessEntry entry) {
        return new AccessEntry(entry.effect(), flags, entry.mask(), entry.objectType(), null, entry.holder());
    }

    private static AccessEntry about(UUID type, AccessEntry entry) {
        return new AccessEntry(entry.effect(), entry.flags(), entry.mask(), type, null, entry.holder());
    }

    private static Delegations organization(AccessEntry... entries) {
        return Delegations.of(List.of(entries), Map.of());
    }

    private static Granted orgRole(Role role) {
        return new Granted(ADMINS, role, "ORG");
    }

    @Test
    void rolesAreTheRightsThatTheWizardGives() {
        assertThat(organization(entry(ALLOW, FULL, ADMINS)).granted())
                .containsExactly(orgRole(EXCHANGE_FULL_ADMINISTRATOR));
        for (int allButPermissions : List.of(0xB01FF, 0x301FF, 0x701FF)) {
            assertThat(organization(entry(ALLOW, allButPermissions, ADMINS)).granted())
                    .containsExactly(orgRole(EXCHANGE_ADMINISTRATOR));
        }
        assertThat(organization(entry(ALLOW, 0x20094, ADMINS)).granted()).containsExactly(orgRole(VIEW_ONLY));
        assertThat(organization(entry(ALLOW, 0x20084, ADMINS)).granted()).isEmpty();
        assertThat(organization(entry(ALLOW, FULL & ~1, ADMINS)).granted()).containsExactly(orgRole(VIEW_ONLY));
    }

    @Test
    void genericRightsAreThoseThatTheyStandFor() {
        assertThat(organization(entry(ALLOW, 0x1000_0000, ADMINS)).granted())
                .containsExactly(orgRole(EXCHANGE_FULL_ADMINISTRATOR));
        assertThat(organization(entry(ALLOW, 0x8000_0000, ADMINS)).granted()).containsExactly(orgRole(VIEW_ONLY));
        assertThat(organization(entry(ALLOW, 0x4000_0000, ADMINS)).granted()).isEmpty();
        assertThat(organization(entry(ALLOW, 0x2000_0000, ADMINS)).granted()).isEmpty();
    }

    @Test
    void rightsOfSeveralEntriesAddUp() {
        assertThat(organization(entry(ALLOW, 0x301FF, ADMINS), flagged(INHERITED, entry(ALLOW, 0xC0000, ADMINS)))
                        .granted())
                .containsExactly(orgRole(EXCHANGE_FULL_ADMINISTRATOR));
    }

    @Test
    void whatIsOnlyInheritedFurtherOrAboutOneKindGivesNothing() {
        assertThat(organization(
                                flagged(INHERIT_ONLY, entry(ALLOW, FULL, ADMINS)),
                                about(SERVERS, entry(ALLOW, FULL, ADMINS)))
                        .granted())
                .isEmpty();
    }

    @Test
    void aDenialOfOpeningMailboxesTakesNoRoleAway() {
        Delegations delegations = organization(about(SEND_AS, entry(DENY, 0x100, ADMINS)), entry(ALLOW, FULL, ADMINS));

        assertThat(delegations.granted()).containsExactly(orgRole(EXCHANGE_FULL_ADMINISTRATOR));
        assertThat(delegations.doubts()).isEmpty();
    }

    @Test
    void aDenialOfTheRightsTakesTheRoleAwayAlsoForEverybody() {
        for (Sid each : List.of(ADMINS, EVERYONE, AUTHENTICATED)) {
            assertThat(organization(entry(DENY, 0x40000, each), entry(ALLOW, FULL, ADMINS))
                            .granted())
                    .containsExactly(orgRole(EXCHANGE_ADMINISTRATOR));
            assertThat(organization(entry(DENY, FULL, each), entry(ALLOW, FULL, ADMINS))
                            .granted())
                    .isEmpty();
        }
        assertThat(organization(entry(DENY, FULL, OTHERS), entry(ALLOW, FULL, ADMINS))
                        .granted())
                .containsExactly(orgRole(EXCHANGE_FULL_ADMINISTRATOR));
    }

    @Test
    void theFirstEntryThatSpeaksOfARightDecidesIt() {
        assertThat(organization(entry(ALLOW, FULL, ADMINS), flagged(INHERITED, entry(DENY, FULL, ADMINS)))
                        .granted())
                .containsExactly(orgRole(EXCHANGE_FULL_ADMINISTRATOR));
        assertThat(organization(flagged(INHERIT_ONLY, entry(DENY, FULL, ADMINS)), entry(ALLOW, FULL, ADMINS))
                        .granted())
                .containsExactly(orgRole(EXCHANGE_FULL_ADMINISTRATOR));
    }

    @Test
    void aDenialForOneKindOfChildIsADoubt() {
        Delegations delegations = organization(about(SERVERS, entry(DENY, 1, ADMINS)), entry(ALLOW, FULL, ADMINS));

        assertThat(delegations.doubts())
                .singleElement()
                .satisfies(doubt -> assertThat(doubt.why()).contains("is denied a part of them"));
    }

    @Test
    void aRoleOverTheOrganizationIsNotRepeatedWhereItIsInherited() {
        Delegations delegations = Delegations.of(
                List.of(entry(ALLOW, FULL, ADMINS)),
                Map.of("One", List.of(flagged(INHERITED, entry(ALLOW, FULL, ADMINS)))));

        assertThat(delegations.granted()).containsExactly(orgRole(EXCHANGE_FULL_ADMINISTRATOR));
        assertThat(delegations.doubts()).isEmpty();
    }

    @Test
    void aRoleOverAnAdministrativeGroupComesWithReadingTheOrganization() {
        AccessEntry reading = entry(ALLOW, 0x20094, ADMINS);
        Delegations delegations = Delegations.of(
                List.of(reading),
                Map.of(
                        "One", List.of(entry(ALLOW, 0xB01FF, ADMINS), flagged(INHERITED, reading)),
                        "Two", List.of(flagged(INHERITED, reading))));

        assertThat(delegations.granted()).containsExactly(new Granted(ADMINS, EXCHANGE_ADMINISTRATOR, "AG:One"));
        assertThat(delegations.doubts()).isEmpty();
    }

    @Test
    void viewingCanBeDelegatedForTheOrganizationOrForOneAdministrativeGroup() {
        AccessEntry reading = entry(ALLOW, 0x20094, ADMINS);

        assertThat(Delegations.of(List.of(reading), Map.of("One", List.of(flagged(INHERITED, reading))))
                        .granted())
                .containsExactly(orgRole(VIEW_ONLY));
        assertThat(Delegations.of(List.of(reading), Map.of("One", List.of(reading, flagged(INHERITED, reading))))
                        .granted())
                .containsExactly(new Granted(ADMINS, VIEW_ONLY, "AG:One"));
    }

    @Test
    void aLesserRoleThatIsGrantedBesideOneOverTheOrganizationIsSaid() {
        AccessEntry all = entry(ALLOW, FULL, ADMINS);

        assertThat(Delegations.of(
                                List.of(all),
                                Map.of("One", List.of(entry(ALLOW, 0xB01FF, ADMINS), flagged(INHERITED, all))))
                        .granted())
                .containsExactly(
                        orgRole(EXCHANGE_FULL_ADMINISTRATOR), new Granted(ADMINS, EXCHANGE_ADMINISTRATOR, "AG:One"));
    }

    @Test
    void aRoleThatDoesNotReachAnAdministrativeGroupIsADoubt() {
        AccessEntry all = entry(ALLOW, FULL, ADMINS);
        Delegations delegations = Delegations.of(
                List.of(all),
                Map.of("One", List.of(entry(DENY, 0x40000, ADMINS), flagged(INHERITED, all)), "Two", List.of(all)));

        assertThat(delegations.doubts())
                .singleElement()
                .satisfies(doubt -> assertThat(doubt.why()).contains("'One' only Exchange Administrator"));
    }

    @Test
    void everybodyIsNoDelegateAndReadingByEverybodyIsUsual() {
        Delegations usual = organization(entry(ALLOW, 0x20094, AUTHENTICATED), entry(ALLOW, 0x20094, EVERYONE));
        assertThat(usual.granted()).isEmpty();
        assertThat(usual.doubts()).isEmpty();

        assertThat(organization(entry(ALLOW, FULL, AUTHENTICATED)).doubts())
                .extracting(Delegations.Doubt::holder)
                .containsExactly(AUTHENTICATED);
        assertThat(organization(entry(ALLOW, FULL, new Sid(5, List.of(18L)))).doubts())
                .isEmpty();
    }

    @Test
    void groupsThatComeWithADomainAreRecognized() {
        assertThat(new Sid(5, List.of(21L, 1L, 2L, 3L, 519L)).comesWithTheDomain())
                .isTrue();
        assertThat(ADMINS.comesWithTheDomain()).isFalse();
        assertThat(new Sid(5, List.of(32L, 544L)).isOfDomain()).isFalse();
    }
}
