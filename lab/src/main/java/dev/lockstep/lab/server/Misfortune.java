package dev.lockstep.lab.server;

import dev.lockstep.lab.programs.Call;
import dev.lockstep.lab.programs.Terminal;
import dev.lockstep.lab.world.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a program, or lets happen to it what a fault says. */
final class Misfortune {
    private static final Duration HANGING = Duration.ofHours(12);
    private static final Map<String, String> GERMAN = Map.of(
            "Online", "Im Netz",
            "Offline", "Nicht verbunden",
            "Up", "Aktiv",
            "RUNNING", "AUSGEFÜHRT",
            "STOPPED", "BEENDET",
            "Listing status for all available", "Status wird aufgelistet für alle verfügbaren",
            "entries exported", "Einträge exportiert",
            "No Entries found", "Keine Einträge gefunden");

    private Misfortune() {}

    /** The program itself. */
    interface Body {
        int run(Call call, Terminal terminal) throws InterruptedException;
    }

    static int run(Faults faults, Call call, Terminal terminal, Body body) throws InterruptedException {
        Optional<Fault> fault = faults.strike(call.program(), call.arguments(), call.node());
        if (fault.isEmpty()) {
            return body.run(call, terminal);
        }
        return switch (fault.orElseThrow().kind()) {
            case HANG -> hang(faults, fault.orElseThrow(), terminal);
            case HANG_AFTER_WORK -> {
                body.run(call, terminal);
                yield hang(faults, fault.orElseThrow(), terminal);
            }
            case SUCCEED_WITHOUT_WORK -> 0;
            case FAIL_AFTER_WORK -> {
                body.run(call, terminal);
                terminal.out("System error 1726 has occurred (0x000006be).");
                terminal.out("The remote procedure call failed.");
                yield 190;
            }
            case GARBLED_OUTPUT -> {
                List<String> lines = collect(call, body);
                lines.forEach(each -> terminal.out(new StringBuilder(each).reverse() + "\u0001\ufffd"));
                yield 0;
            }
            case TRUNCATED_OUTPUT -> {
                List<String> lines = collect(call, body);
                lines.subList(0, lines.size() / 2).forEach(terminal::out);
                yield 0;
            }
            case FOREIGN_LANGUAGE -> {
                collect(call, body).forEach(each -> terminal.out(translate(each)));
                yield 0;
            }
            case SETUP_FAILS, NODE_STAYS_DOWN, RESOURCE_STAYS_OFFLINE, REPLICATION_STALLS, CLOCK_SKEW ->
                throw new IllegalStateException("not of a program: " + fault);
        };
    }

    private static int hang(Faults faults, Fault fault, Terminal terminal) throws InterruptedException {
        terminal.flush();
        faults.awaitMended(fault, HANGING);
        terminal.out("System error 1460 has occurred (0x000005b4).");
        terminal.out("This operation returned because the timeout period expired.");
        return 180;
    }

    private static List<String> collect(Call call, Body body) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        body.run(call, new Terminal() {
            @Override
            public void out(String line) {
                lines.add(line);
            }

            @Override
            public void err(String line) {
                lines.add(line);
            }

            @Override
            public void flush() {
                // nothing is held back
            }
        });
        return lines;
    }

    private static String translate(String line) {
        String translated = line;
        for (Map.Entry<String, String> each : GERMAN.entrySet()) {
            translated = translated.replace(each.getKey(), each.getValue());
        }
        return translated;
    }
}
