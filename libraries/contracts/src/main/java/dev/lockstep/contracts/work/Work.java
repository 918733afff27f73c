package dev.lockstep.contracts.work;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What a task asks a site runner to do. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Work.Observe.class, name = "OBSERVE"),
    @JsonSubTypes.Type(value = Work.Execute.class, name = "EXECUTE")
})
public sealed interface Work {

    /**
     * Look, and report facts. May be repeated at will.
     *
     * @param observations 1 or more, made in order
     */
    record Observe(List<Observation> observations) implements Work {
        public Observe {
            observations = List.copyOf(observations);
        }
    }

    /**
     * Run one command that changes state.
     *
     * @param argv program and arguments; never a shell string
     */
    record Execute(List<String> argv) implements Work {
        public Execute {
            argv = List.copyOf(argv);
            if (argv.isEmpty()) {
                throw new IllegalArgumentException("a command has a program to run");
            }
        }
    }
}
