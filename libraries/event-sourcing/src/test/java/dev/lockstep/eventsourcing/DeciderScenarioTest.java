package dev.lockstep.eventsourcing;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.eventsourcing.Counter.Command.Add;
import dev.lockstep.eventsourcing.Counter.Event.Added;
import org.junit.jupiter.api.Test;

class DeciderScenarioTest {

    private final Counter counter = new Counter();

    @Test
    void passesWhenTheEventsAreTheExpectedOnes() {
        scenario(counter)
                .given(new Added(5))
                .when(new Add(2, 2))
                .thenEvents(new Added(2), new Added(2))
                .thenState(state -> assertThat(state.sum()).isEqualTo(9));
    }

    @Test
    void passesWhenNothingWasToBeDone() {
        scenario(counter).when(new Add(2, 0)).thenNothing();
    }

    @Test
    void handsOutTheRefusal() {
        Refusal refusal = scenario(counter)
                .given(new Added(Counter.LIMIT))
                .when(new Add(1, 1))
                .thenRefused("limit-exceeded");
        assertThat(refusal.remedy()).isEqualTo("Add less");
    }

    @Test
    void failsOnOtherEvents() {
        assertThatThrownBy(() -> scenario(counter).when(new Add(2, 1)).thenEvents(new Added(3)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("amount=3")
                .hasMessageContaining("amount=2");
    }

    @Test
    void failsOnARefusalWhereEventsWereExpected() {
        assertThatThrownBy(() ->
                        scenario(counter).when(new Add(Counter.LIMIT + 1, 1)).thenNothing())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("limit-exceeded");
    }

    @Test
    void failsOnAnotherRefusalAndOnEventsWhereARefusalWasExpected() {
        assertThatThrownBy(() ->
                        scenario(counter).when(new Add(Counter.LIMIT + 1, 1)).thenRefused("other"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> scenario(counter).when(new Add(1, 1)).thenRefused("limit-exceeded"))
                .isInstanceOf(AssertionError.class);
    }
}
