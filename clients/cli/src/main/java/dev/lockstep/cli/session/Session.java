package dev.lockstep.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.Credentials;
import dev.lockstep.cli.api.Credentials.Challenge;
import dev.lockstep.cli.api.Endpoints;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The accounts of a person on one platform: signing in and out, and calling the services as one of them. */
public final class Session {

    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final HttpClient http;
    private final Endpoints endpoints;
    private final IdentityProvider identity;
    private final TokenStore tokens;
    private final InstantSource clock;

    /** @param tokenFile where tokens are kept between commands */
    public Session(HttpClient http, Endpoints endpoints, Path tokenFile, InstantSource clock) {
        this.http = http;
        this.endpoints = endpoints;
        this.identity = new IdentityProvider(http, endpoints, clock);
        this.tokens = new TokenStore(tokenFile);
        this.clock = clock;
    }

    /**
     * The services, called as the account that is signed in.
     *
     * @param invitation gets the sentence that tells the person what to open when an act asks for a recent sign-in; null when nobody is
     *     there to read it
     */
    public PlatformClient asSignedIn(@Nullable Consumer<String> invitation) {
        return new PlatformClient(http, endpoints, new SignedIn(invitation));
    }

    /** The services, called as a demo account, without signing it in for later commands. */
    public PlatformClient asDemoAccount(String name) {
        return new PlatformClient(http, endpoints, new FreshToken(() -> identity.byPassword(name, demoPassword(name))));
    }

    /** Signs a demo account in. */
    public Description signInDemoAccount(String name) {
        return keep(identity.byPassword(name, demoPassword(name)));
    }

    /** Signs in by the browser of any device. */
    public Description signInByDevice(Consumer<String> invitation) {
        return keep(identity.byDevice(invitation));
    }

    /** Signs out; the name of the account that was signed in. */
    public Optional<String> signOut() {
        Optional<Account> account = tokens.current(identity.issuer());
        account.map(Account::refreshToken).filter(token -> !token.isEmpty()).ifPresent(identity::signOut);
        tokens.forget(identity.issuer());
        return account.map(Account::name);
    }

    private static String demoPassword(String name) {
        return "demo-" + name;
    }

    private Description keep(Account account) {
        tokens.keep(identity.issuer(), account);
        return Description.of(account);
    }

    private String signedInToken() {
        Account account = tokens.current(identity.issuer())
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NOT_ALLOWED,
                        "Nobody is signed in.",
                        "Sign in: './lockstep login', or with a demo account './lockstep login --as NAME'."));
        if (clock.instant().plus(MARGIN).isBefore(account.accessExpiresAt())) {
            return account.accessToken();
        }
        Account renewed = identity.byRefresh(account.refreshToken())
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NOT_ALLOWED,
                        "The session of '%s' is over.".formatted(account.name()),
                        "Sign in again: './lockstep login'."));
        tokens.keep(identity.issuer(), renewed);
        return renewed.accessToken();
    }

    /** Who is signed in, by what the token says. */
    public record Description(String name, String roles, String scopes) {

        static Description of(Account account) {
            JsonNode claims = IdentityProvider.claims(account.accessToken());
            return new Description(
                    account.name(),
                    listed(claims.path("realm_access").path("roles")),
                    listed(claims.path("lockstep_scopes")));
        }

        private static String listed(JsonNode names) {
            return StreamSupport.stream(names.spliterator(), false)
                    .map(JsonNode::asText)
                    .filter(name -> !name.startsWith("default-roles-"))
                    .collect(Collectors.toCollection(TreeSet::new))
                    .stream()
                    .collect(Collectors.joining(", "));
        }
    }

    private final class SignedIn implements Credentials {

        private final @Nullable Consumer<String> invitation;

        private SignedIn(@Nullable Consumer<String> invitation) {
            this.invitation = invitation;
        }

        @Override
        public String accessToken() {
            return signedInToken();
        }

        @Override
        public boolean signInAgain(Challenge challenge) {
            if (invitation == null) {
                return false;
            }
            Optional<Account> before = tokens.current(identity.issuer());
            String name = before.map(Account::name).orElse("");
            invitation.accept("This needs a recent sign-in.");
            Account again = identity.byDeviceAgain(
                    invitation, challenge, before.map(Account::refreshToken).orElse(""));
            if (!again.name().equals(name)) {
                throw new CommandFailure(
                        ExitCode.NOT_ALLOWED,
                        "'%s' signed in, but this is done as '%s'.".formatted(again.name(), name),
                        "Sign in as '%s', or begin again with './lockstep login'.".formatted(name));
            }
            tokens.keep(identity.issuer(), again);
            return true;
        }
    }

    private final class FreshToken implements Credentials {

        private final Supplier<Account> signIn;
        private Account account = new Account("", "", Instant.MIN, "");

        private FreshToken(Supplier<Account> signIn) {
            this.signIn = signIn;
        }

        @Override
        public synchronized boolean signInAgain(Challenge challenge) {
            account = signIn.get();
            return true;
        }

        @Override
        public synchronized String accessToken() {
            if (!clock.instant().plus(MARGIN).isBefore(account.accessExpiresAt())) {
                account = signIn.get();
            }
            return account.accessToken();
        }
    }
}
