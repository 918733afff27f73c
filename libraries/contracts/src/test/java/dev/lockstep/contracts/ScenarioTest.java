package dev.lockstep.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScenarioTest {
    @Test
    void namesAreStable() {
        assertThat(Scenario.values()).extracting(Enum::name).containsExactly("NEW", "UPG", "MIG55", "MIX", "SP");
    }
}
