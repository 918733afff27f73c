package dev.lockstep.siterunner.parsing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nslookup.exe says about a host. */
class NameAnswersTest {

    private static final String FACT = "/dns/aRecords/mail.tailspintoys.com";
    private static final String ASKED = """
            Server:  dc1.corp.contoso.com
            Address:  10.10.0.10

            """;

    @Test
    void theAddressIsThatOfTheHostAndNotOfTheServerThatWasAsked() throws ParseException {
        assertThat(address(ParsersTest.sample("host-address"))).isEqualTo("10.10.0.50");
    }

    @Test
    void ofSeveralAddressesAlwaysTheSameIsTold() throws ParseException {
        assertThat(address(ASKED + "Name:    MAIL.tailspintoys.com\nAddresses:  10.10.0.51, 10.10.0.50\n"))
                .isEqualTo("10.10.0.50");
        assertThat(address(ASKED + "Name:    mail.tailspintoys.com\nAddresses:  10.10.0.51\n          10.10.0.50\n"))
                .isEqualTo("10.10.0.50");
    }

    @Test
    void anotherServersAnswerAndAnAliasAreAnswers() throws ParseException {
        assertThat(
                        address(
                                ASKED
                                        + "Non-authoritative answer:\nName:    fe.tailspintoys.com\nAddress:  10.10.0.50\nAliases:  mail.tailspintoys.com\n"))
                .isEqualTo("10.10.0.50");
    }

    @Test
    void aNameThatIsNotThereHasNoRecord() throws ParseException {
        Map<String, JsonNode> facts = facts(ParsersTest.sample("host-missing"));

        assertThat(facts).containsExactly(Map.entry(FACT, NullNode.getInstance()));
    }

    @Test
    void aNameWithoutAnAddressHasNoRecord() throws ParseException {
        assertThat(facts("*** No address (A) records available for mail.tailspintoys.com\n" + ASKED))
                .containsExactly(Map.entry(FACT, NullNode.getInstance()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*** dc1.corp.contoso.com can't find mail.tailspintoys.com: Server failed",
                "*** dc1.corp.contoso.com can't find mail.tailspintoys.com: Query refused",
                "*** dc1.corp.contoso.com can't find mail.wingtiptoys.com: Non-existent domain",
                "*** No address (A) records available for mail.wingtiptoys.com",
                "*** Default servers are not available",
                "Name:    mail.tailspintoys.com",
                "Name:    mail.wingtiptoys.com\nAddress:  10.10.0.50",
                "Name:    mail.tailspintoys.com\nAddress:  10.10.0.500",
                "Name:    mail.tailspintoys.com\nAddress:  10.10.0.50\n"
                        + "*** dc1.corp.contoso.com can't find mail.tailspintoys.com: Non-existent domain"
            })
    void whatTellsNeitherIsRefused(String answer) {
        assertThatThrownBy(() -> facts(ASKED + answer + "\n"))
                .isInstanceOf(ParseException.class)
                .message()
                .doesNotContain("English");
    }

    @Test
    void aServerThatDoesNotAnswerIsNoAnswer() {
        assertThatThrownBy(() -> facts(
                        ASKED + "*** dc1.corp.contoso.com can't find mail.tailspintoys.com: No response from server\n"))
                .isInstanceOf(NoAnswerException.class);
    }

    private static String address(String text) throws ParseException {
        return Objects.requireNonNull(facts(text).get(FACT)).asText();
    }

    private static Map<String, JsonNode> facts(String text) throws ParseException {
        return GoldenSample.facts("host-address", ToolOutput.of(0, text), GoldenSample.ANYTHING);
    }
}
