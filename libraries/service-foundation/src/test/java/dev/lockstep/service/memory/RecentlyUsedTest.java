package dev.lockstep.service.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RecentlyUsedTest {

    private final RecentlyUsed<String, Integer> recent = new RecentlyUsed<>(2);

    @Test
    void theOneThatWasNotUsedForLongestGoesFirst() {
        recent.keep("a", 1);
        recent.keep("b", 2);
        recent.find("a");

        recent.keep("c", 3);

        assertThat(recent.all()).containsOnlyKeys("a", "c");
    }

    @Test
    void lookingAtAllOfThemUsesNone() {
        recent.keep("a", 1);
        recent.keep("b", 2);
        recent.all();

        recent.keep("c", 3);

        assertThat(recent.all()).containsOnlyKeys("b", "c");
    }

    @Test
    void theBetterOneIsKept() {
        recent.keep("a", 2);

        recent.keep("a", 1, Math::max);
        recent.keep("b", 1, Math::max);

        assertThat(recent.find("a")).hasValue(2);
        assertThat(recent.find("b")).hasValue(1);
        assertThat(recent.find("c")).isEmpty();
    }

    @Test
    void nothingIsKeptInNoRoom() {
        assertThatThrownBy(() -> new RecentlyUsed<String, Integer>(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
