package dev.lockstep.systemtests;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What goes wrong in a data centre leaves its rollout where the procedure says, with the reason in plain sight, and does not keep it from
 * its end once it is mended: {@link DataCentreTest} waits until every cluster of the same run has arrived.
 */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
@ExtendWith(DataCentreRun.Shared.class)
class FaultsTest {

    @ParameterizedTest
    @EnumSource
    void leavesTheRolloutWhereTheProcedureSaysAndCanBeMended(Mishap mishap, DataCentreRun run) throws Exception {
        run.met(mishap);
    }
}
