package dev.lockstep.lab.programs;

import dev.lockstep.lab.engine.Components;
import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.world.Change;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * sysocmgr.exe at the console of a node: {@code sysocmgr /i:sysoc.inf /u:ANSWERS [/q] [/r]}. The answer file is read from
 * the lab's own disk; its section {@code [Components]} says what is switched on and off.
 */
final class ComponentsProgram {
    private static final Duration PATIENCE = Duration.ofHours(1);

    private ComponentsProgram() {}

    static int run(Call call, Terminal terminal) throws InterruptedException {
        Optional<String> file = call.arguments().stream()
                .filter(each -> each.toLowerCase(Locale.ROOT).startsWith("/u:"))
                .map(each -> each.substring(3))
                .findFirst();
        Optional<Node> console = call.console();
        if (console.isEmpty() || file.isEmpty()) {
            terminal.err("sysocmgr runs at the console of a node and needs an answer file (/u:)");
            return Exit.FAILURE;
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of(file.orElseThrow()));
        } catch (IOException | UncheckedIOException | InvalidPathException e) {
            terminal.err("The answer file " + file.orElseThrow() + " cannot be read.");
            return Exit.FAILURE;
        }
        List<String> on = switched(lines, "on");
        List<String> off = switched(lines, "off");
        String node = console.orElseThrow().name();
        Outcome outcome = call.lab().perform((world, tick) -> Components.install(world, node, on, off, tick));
        if (outcome instanceof Outcome.Refused refused) {
            terminal.err(refused.message());
            return Exit.of(refused.code());
        }
        return call.lab().await(world -> idle(world, node), PATIENCE) ? Exit.SUCCESS : Exit.FAILURE;
    }

    private static boolean idle(DataCentre world, String node) {
        return world.clusterOfNode(node).stream()
                .flatMap(each -> each.changes().stream())
                .noneMatch(each -> each instanceof Change.ComponentsReady ready
                        && ready.node().equals(node));
    }

    private static List<String> switched(List<String> lines, String to) {
        List<String> keys = new ArrayList<>();
        boolean components = false;
        for (String line : lines) {
            String text = line.strip().toLowerCase(Locale.ROOT);
            if (text.startsWith("[")) {
                components = text.equals("[components]");
            } else if (components && text.matches("\\w+\\s*=\\s*" + to)) {
                keys.add(text.substring(0, text.indexOf('=')).strip());
            }
        }
        return keys;
    }
}
