package dev.lockstep.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecentSignInTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration QUARTER = Duration.ofMinutes(15);

    private static Principal principal(@Nullable Instant signedIn, @Nullable String how) {
        return new Principal("id", "name", Set.of(), Set.of(), Set.of(), null, signedIn, how, NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T12:00:00Z, true",
        "2026-01-01T11:45:00Z, true",
        "2026-01-01T11:44:59Z, false",
        "1970-01-01T00:00:00Z, false",
        "2026-01-01T12:01:00Z, true",
        "2026-01-01T12:01:01Z, false",
        ", false"
    })
    void aSignInIsNeitherOldNorUnknownNorToCome(@Nullable Instant signedIn, boolean satisfied) {
        RecentSignIn asked = new RecentSignIn(QUARTER, List.of(), false);

        assertThat(asked.isSatisfiedBy(principal(signedIn, null), NOW)).isEqualTo(satisfied);
    }

    @ParameterizedTest
    @CsvSource({"gold, true", "silver, true", "0, false", ", false"})
    void theWayOfTheSignInIsOneOfThoseAskedFor(@Nullable String how, boolean satisfied) {
        RecentSignIn asked = new RecentSignIn(QUARTER, List.of("gold", "silver"), false);

        assertThat(asked.isSatisfiedBy(principal(NOW, how), NOW)).isEqualTo(satisfied);
    }

    @Test
    void theMomentOfIssueCountsOnlyWhereDemosSaySoAndTheTokenTellsNoOther() {
        RecentSignIn demo = new RecentSignIn(QUARTER, List.of(), true);

        assertThat(demo.isSatisfiedBy(principal(null, null), NOW)).isTrue();
        assertThat(demo.isSatisfiedBy(principal(NOW.minus(Duration.ofHours(1)), null), NOW))
                .isFalse();
    }

    @Test
    void theChallengeTellsWhatIsNeeded() {
        assertThat(new RecentSignIn(QUARTER, List.of(), false).challenge())
                .isEqualTo("Bearer error=\"insufficient_user_authentication\","
                        + " error_description=\"A more recent sign-in is needed\", max_age=\"900\"");
        assertThat(new RecentSignIn(QUARTER, List.of("gold", "silver"), false).challenge())
                .endsWith(", acr_values=\"gold silver\"");
        assertThatThrownBy(() -> new RecentSignIn(Duration.ZERO, List.of(), false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
