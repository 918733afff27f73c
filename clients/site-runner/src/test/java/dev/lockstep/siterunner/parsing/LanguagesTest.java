package dev.lockstep.siterunner.parsing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers of German tools are said to be in another language, and not only to be no answer. The samples are written after the English
 * ones and what is known of German Windows; they are not recorded.
 */
class LanguagesTest {

    @ParameterizedTest
    @CsvSource({
        "cluster-node-listing, nodes, 0",
        "cluster-group-listing, groups, 0",
        "cluster-resource-listing, resources, 0",
        "cluster-resource-type, resource-type, 0",
        "cluster-resource-private, resource-private, 0",
        "disk-signature, resource-private, 0",
        "cluster-resource-dependencies, resource-dependencies, 0",
        "cluster-resource-owners, resource-owners, 0",
        "cluster-resource-type, resource-missing, 143",
        "cluster-resource-dependencies, resource-missing, 143",
        "cluster-resource-owners, resource-missing, 143",
        "cluster-group-owners, group-owners, 0",
        "cluster-network-role, network-role, 0",
        "cluster-network-priorities, network-priorities, 0",
        "cluster-quorum, quorum, 0",
        "service-state, service-state, 0",
        "service-state, service-missing, 36",
        "service-config, service-config, 0",
        "service-config, service-missing, 36",
        "schema-range-upper, ldif-schema, 0",
        "schema-range-upper, ldif-missing, 32",
        "organization-object-version, ldif-none, 0",
        "meso-object-version, ldif-schema, 0",
        "exchange-domain-groups, ldif-none, 0",
        "exchange-servers, ldif-schema, 0",
        "exchange-setup-registry, reg-missing, 1",
        "windows-components, reg-missing, 1",
        "pending-reboot, reg-missing, 1",
        "windows-updates, reg-missing, 1",
        "media-sense, reg-missing, 1",
        "connection-names, reg-missing, 1",
        "connection-order, reg-missing, 1",
        "setup-log, setup-log-unreadable, 1",
        "host-address, host-missing, 0",
    })
    void anotherLanguageIsRecognizedAsSuch(String parser, String sample, int exitCode) {
        assertThatThrownBy(() -> GoldenSample.facts(
                        parser, ToolOutput.of(exitCode, ParsersTest.sample("de/" + sample)), GoldenSample.ANYTHING))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("English tools are needed");
    }

    /** Whoever reads the message is not sent after a language pack when the English answer is only damaged. */
    @ParameterizedTest
    @MethodSource("samples")
    void damagedEnglishIsNotTakenForAnotherLanguage(GoldenSample sample) {
        String text = sample.text();
        for (int end = text.indexOf('\n') + 1; end > 0 && end < text.length(); end = text.indexOf('\n', end) + 1) {
            String cut = text.substring(0, end);
            try {
                sample.facts(cut);
            } catch (ParseException e) {
                assertThat(e.getMessage()).as(cut).doesNotContain("English");
            }
        }
    }

    static Stream<GoldenSample> samples() {
        return GoldenSample.all().stream();
    }

    @Test
    void aSystemErrorInEnglishIsNone() {
        assertThatThrownBy(() -> GoldenSample.facts(
                        "cluster-node-listing",
                        ToolOutput.of(
                                190,
                                "\r\nSystem error 1722 has occurred (0x000006ba).\r\nThe RPC server is unavailable.\r\n"),
                        GoldenSample.ANYTHING))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("system error 1722")
                .message()
                .doesNotContain("English");
    }
}
