package dev.lockstep.cli.api;

import dev.lockstep.cli.api.Credentials.Challenge;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the challenge of RFC 9470 from an answer. */
final class StepUp {

    private static final Pattern MAX_AGE = Pattern.compile("max_age=\"?(\\d{1,9})");
    private static final Pattern CLASSES = Pattern.compile("acr_values=\"([^\"]*)\"");

    private StepUp() {}

    /** What has to be done before the same request may succeed, when the answer says so. */
    static Optional<Challenge> asked(HttpResponse<?> response) {
        return response.statusCode() != 401
                ? Optional.empty()
                : response.headers().allValues("WWW-Authenticate").stream()
                        .filter(challenge -> challenge.contains("error=\"insufficient_user_authentication\""))
                        .findFirst()
                        .map(StepUp::read);
    }

    private static Challenge read(String challenge) {
        Matcher age = MAX_AGE.matcher(challenge);
        Matcher classes = CLASSES.matcher(challenge);
        return new Challenge(
                Duration.ofSeconds(age.find() ? Long.parseLong(age.group(1)) : 0),
                classes.find() ? classes.group(1) : "");
    }
}
