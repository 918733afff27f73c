package dev.lockstep.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.lockstep.contracts.ContractJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeTextTest {

    private final ObjectMapper mapper = ContractJson.mapper().copy().registerModule(WholeText.module());

    private record Words(String first, List<String> more) {}

    @Test
    void textInEveryScriptIsRead() throws Exception {
        Words words = mapper.readValue("{\"first\":\"組織 🏢\",\"more\":[\"مؤسسة\",\"\\ud83c\\udfe2\"]}", Words.class);

        assertThat(words).isEqualTo(new Words("組織 🏢", List.of("مؤسسة", "🏢")));
    }

    @Test
    void halvesOfCharactersAndZerosAreToldByTheirPlace() {
        for (String text : List.of("\\ud800", "\\udc00x", "a\\u0000b")) {
            assertThatThrownBy(() -> mapper.readValue("{\"first\":\"x\",\"more\":[\"" + text + "\"]}", Words.class))
                    .as(text)
                    .isInstanceOfSatisfying(
                            MismatchedInputException.class,
                            e -> assertThat(e.getPathReference()).contains("more"))
                    .hasMessageContaining("half a character or U+0000");
        }
    }
}
