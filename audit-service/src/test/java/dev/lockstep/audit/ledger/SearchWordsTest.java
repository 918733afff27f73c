package dev.lockstep.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.entry.SampleEvents;
import dev.lockstep.history.person.Opening;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

class SearchWordsTest {

    private static SortedSet<String> words(String data) {
        return SearchWords.of(entry(data), Opening.NONE);
    }

    private static LedgerEntry entry(String data) {
        return LedgerEntry.of(SampleEvents.event("rollout-1", 1, data));
    }

    @Test
    void everyPartOfAPathAndOfANameIsAWordAndAnIdIsOneAsAWhole() {
        assertThat(words("""
                {"member":{"path":"/nodes/E2K3-N1/os/sp","value":[4,"Größe"]},"task":"6F9A7A52-3c0e-4c5a-9a35-0d8c1e6f2b11"}"""))
                .containsExactlyInAnyOrder(
                        "step",
                        "begun",
                        "orchestration",
                        "nodes",
                        "e2k3",
                        "n1",
                        "os",
                        "sp",
                        "4",
                        "größe",
                        "6f9a7a52-3c0e-4c5a-9a35-0d8c1e6f2b11");
    }

    @Test
    void namesOfMembersMomentsAndTruthValuesAreNone() {
        assertThat(words("{\"open\":true,\"at\":\"2026-03-01T10:15:30.123456Z\",\"x\":null}"))
                .containsExactlyInAnyOrder("step", "begun", "orchestration");
    }

    @Test
    void bulkyDataAreFoundByHowTheyBegin() {
        String many = "word ".repeat(20_000) + "x".repeat(100) + " last";

        assertThat(words("{\"text\":\"" + many + "\"}")).contains("word", "x".repeat(64), "last");
        StringBuilder different = new StringBuilder();
        for (int word = 0; word < 1_000; word++) {
            different.append("w").append(word).append(' ');
        }
        assertThat(words("{\"text\":\"" + different + "\"}"))
                .hasSize(SearchWords.MOST)
                .contains("w0")
                .doesNotContain("w999");
    }

    @Test
    void whatIsWantedIsReadAlike() {
        assertThat(SearchWords.wanted("  E2K3-N1 're*' *"))
                .containsExactly(
                        new SearchWords.Wanted("e2k3", false),
                        new SearchWords.Wanted("n1", false),
                        new SearchWords.Wanted("re", true));
        assertThat(SearchWords.wanted("& | ! () ' \\ :*")).isEmpty();
    }
}
