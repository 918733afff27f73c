package dev.lockstep.siterunner.looking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.work.Observation;
import dev.lockstep.siterunner.parsing.AmbiguousRowException;
import dev.lockstep.siterunner.parsing.Arguments;
import dev.lockstep.siterunner.parsing.NoAnswerException;
import dev.lockstep.siterunner.parsing.ParseException;
import dev.lockstep.siterunner.parsing.Parsers;
import dev.lockstep.siterunner.parsing.Seen;
import dev.lockstep.siterunner.parsing.ToolOutput;
import dev.lockstep.siterunner.transport.CommandResult;
import dev.lockstep.siterunner.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Looks at one cluster and what is around it, one after the other: each is understood with what those before it have shown. When a row
 * of a listing can be read in more than one way, the resources that it may be about are asked for themselves.
 */
public final class Looks {
    private static final String SINGLE_RESOURCE = "cluster-resource-group";

    private final Transport transport;
    private final Seen seen = new Seen();

    public Looks(Transport transport) {
        this.transport = transport;
    }

    /**
     * Makes one look.
     *
     * @param patience for the look and whatever has to be asked to understand it
     */
    public Sight look(Observation wanted, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        return switch (run(wanted.argv(), deadline)) {
            case CommandResult.Ended ended
            when !ended.whole() -> new Sight.Unreadable("more output than a runner reads");
            case CommandResult.Ended ended -> read(wanted, ToolOutput.of(ended.exitCode(), ended.output()), deadline);
            case CommandResult.TimedOut _ -> new Sight.TimedOut();
            case CommandResult.NotStarted it -> new Sight.NoAnswer(it.reason());
            case CommandResult.Lost it -> new Sight.NoAnswer(it.reason());
        };
    }

    private CommandResult run(List<String> argv, long deadline) throws InterruptedException {
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        return transport.run(argv, left, process -> {}, line -> {});
    }

    private Sight read(Observation wanted, ToolOutput output, long deadline) throws InterruptedException {
        while (true) {
            try {
                return new Sight.Shown(Parsers.parse(
                        wanted.parser(), output, new Arguments(wanted.arguments()), seen, source(wanted.argv())));
            } catch (AmbiguousRowException e) {
                // Each round asks for resources that were not asked for before, so there is a last one.
                for (String resource : e.resources()) {
                    Observation single = single(wanted, resource);
                    if (!(look(single, Duration.ofNanos(deadline - System.nanoTime())) instanceof Sight.Shown)) {
                        return new Sight.Unreadable(
                                "%s, and '%s' did not tell".formatted(e.getMessage(), source(single.argv())));
                    }
                }
            } catch (NoAnswerException e) {
                return new Sight.NoAnswer(String.valueOf(e.getMessage()));
            } catch (ParseException e) {
                return new Sight.Unreadable(String.valueOf(e.getMessage()));
            }
        }
    }

    /** The listing's own command, about one resource: its name stands before the last argument, which asks for the status. */
    private static Observation single(Observation listing, String resource) {
        List<String> argv = new ArrayList<>(listing.argv());
        argv.add(argv.size() - 1, resource);
        Map<String, JsonNode> arguments = new HashMap<>(listing.arguments());
        arguments.put("resource", TextNode.valueOf(resource));
        return new Observation(SINGLE_RESOURCE, argv, arguments);
    }

    /** A command as people read it. */
    public static String source(List<String> argv) {
        return argv.stream()
                .map(each -> each.isEmpty() || each.contains(" ") ? "\"" + each + "\"" : each)
                .collect(Collectors.joining(" "));
    }
}
