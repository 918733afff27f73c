package dev.lockstep.requirements.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.CatalogueReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page about requirements of one's own tells what there is. */
class OwnRequirementsPageTest {

    private static final Path PAGE = Path.of("../../docs/own-requirements.md");

    @Test
    void itsExampleIsValid() throws Exception {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("```yaml\n") + "```yaml\n".length();
        String example = page.substring(begin, page.indexOf("```", begin));

        Catalogue extended = new CatalogueReader().extend(Catalogue.standard(), Map.of("page.yaml", example));

        assertThat(extended.requirements())
                .hasSize(Catalogue.standard().requirements().size() + 2);
    }

    @Test
    void itNamesEveryFunctionAndVariable() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(DomainFunction.ALL.keySet())
                .allSatisfy(name -> assertThat(page).contains("`" + name + "("));
        for (Subject.Kind kind : Subject.Kind.values()) {
            assertThat(page).contains("`" + kind.name() + "`");
            SubjectVariables.definitions(kind)
                    .keySet()
                    .forEach(name -> assertThat(page).contains("`" + name + "`"));
        }
    }
}
