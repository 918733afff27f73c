package dev.lockstep.cli.platform;

import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.cli.terminal.Table.Cell;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.localstack.platform.PlatformState;
import java.util.List;

/** The state of a platform on this machine, for people. */
public final class StateText {

    private StateText() {}

    /** Prints every component with where it answers. */
    public static void print(PlatformState state, Terminal terminal) {
        Table table = Table.of("COMPONENT", "STATE", "PROCESS", "ADDRESS", "RESTARTS", "NOTE");
        state.components()
                .forEach(component -> table.row(List.of(
                        Cell.plain(component.name()),
                        Json.state(component.status().name()),
                        Cell.plain(
                                component.process() == null
                                        ? ""
                                        : Long.toString(component.process().pid())),
                        Cell.plain(component.address().toString()),
                        Cell.plain(Integer.toString(component.restarts())),
                        Cell.plain(component.note()))));
        terminal.print(table);
    }
}
