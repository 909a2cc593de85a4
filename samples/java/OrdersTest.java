import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An API of orders that knows its callers by Okta, and its tests: the process fails where one of them does. */
public class OrdersTest {
    // As Okta's samples name them; 'postern org run' sets them for a local org.
    static final String ORG = System.getenv("OKTA_CLIENT_ORGURL");
    static final String ISSUER = System.getenv("OKTA_OAUTH2_ISSUER");
    static final String CLIENT_ID = System.getenv("OKTA_OAUTH2_CLIENT_ID");
    static final String REDIRECT_URI = System.getenv("OKTA_OAUTH2_REDIRECTURI");
    static final HttpClient HTTP = HttpClient.newHttpClient();
    static int failed;

    public static void main(String[] args) throws Exception {
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/orders", OrdersTest::orders);
        api.start();
        URI orders = URI.create("http://127.0.0.1:" + api.getAddress().getPort() + "/orders");
        String token = tokenOf(System.getenv("OKTA_USERNAME"), System.getenv("OKTA_PASSWORD"));

        expect("who brings no token is not let in", 401, HttpRequest.newBuilder(orders));
        HttpRequest.Builder asAda = HttpRequest.newBuilder(orders).header("Authorization", "Bearer " + token);
        expect("a customer reads the orders", 200, asAda);
        post(ISSUER + "/v1/revoke", Map.of("token", token, "client_id", CLIENT_ID));
        expect("a token that was revoked is good no more", 401, asAda);

        api.stop(0);
        System.exit(failed);
    }

    /** A user's access token without a browser: password, session token, code, token. */
    static String tokenOf(String username, String password) throws Exception {
        HttpRequest authn = HttpRequest.newBuilder(URI.create(ORG + "/api/v1/authn"))
            .header("Accept", "application/json").header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"username\": \"%s\", \"password\": \"%s\"}".formatted(username, password))).build();
        String sessionToken = find("\"sessionToken\":\"([^\"]+)\"", send(authn));

        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String verifier = base64.encodeToString(random);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
        String query = form(Map.of(
            "client_id", CLIENT_ID, "redirect_uri", REDIRECT_URI, "scope", "openid orders:read", "state", "any", "prompt", "none",
            "response_type", "code", "sessionToken", sessionToken, "code_challenge", base64.encodeToString(hash),
            "code_challenge_method", "S256"));
        HttpRequest authorize = HttpRequest.newBuilder(URI.create(ISSUER + "/v1/authorize?" + query)).build();
        String redirect = HTTP.send(authorize, BodyHandlers.discarding()).headers().firstValue("Location").orElseThrow();

        return find("\"access_token\":\"([^\"]+)\"", post(ISSUER + "/v1/token", Map.of(
            "grant_type", "authorization_code", "client_id", CLIENT_ID, "redirect_uri", REDIRECT_URI,
            "code", find("[?&]code=([^&]+)", redirect), "code_verifier", verifier)));
    }

    /** Lets in whose token its server vouches for now (RFC 7662), if it is for this API and has the scope. */
    static void orders(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        int status = authorization != null && authorization.startsWith("Bearer ") ? statusFor(authorization.substring(7)) : 401;
        byte[] body = (status == 200 ? "{\"orders\": [7]}" : "{\"error\": \"invalid_token\"}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    static int statusFor(String token) throws IOException {
        try {
            String found = post(ISSUER + "/v1/introspect", Map.of("token", token, "client_id", CLIENT_ID));
            boolean isGood = found.contains("\"active\":true") && found.contains("\"aud\":\"api://orders\"")
                && found.contains("orders:read");
            return isGood ? 200 : 401;
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    static String post(String url, Map<String, String> fields) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(fields))).build());
    }

    static String send(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream().map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    }

    static String find(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().findFirst().orElseThrow(() -> new IllegalStateException(text)).group(1);
    }

    static void expect(String sentence, int status, HttpRequest.Builder request) throws IOException, InterruptedException {
        int answered = HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
        System.out.println((answered == status ? "ok: " : "not ok, but " + answered + ": ") + sentence);
        failed += answered == status ? 0 : 1;
    }
}
