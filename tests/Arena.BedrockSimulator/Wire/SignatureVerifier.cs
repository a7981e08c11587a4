using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Arena.BedrockSimulator.Wire;

/// <summary>
/// Checks who calls: Signature Version 4, computed from its specification over what arrived on the wire, or a bearer token.
/// </summary>
public static class SignatureVerifier
{
    /// <summary>The one access key that is known.</summary>
    public const string AccessKey = "AKIDEXAMPLE";

    /// <summary>Its secret.</summary>
    public const string SecretKey = "secret";

    /// <summary>The one API key that is known.</summary>
    public const string ApiKey = "arena-simulated-key";

    private const string Algorithm = "AWS4-HMAC-SHA256";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>Why the request is refused; null where it is not.</summary>
    /// <param name="request">The request.</param>
    /// <param name="rawPath">Its path as it stood on the wire.</param>
    /// <param name="body">Its body.</param>
    /// <param name="now">The time.</param>
    internal static WireError? Verify(HttpRequest request, string rawPath, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return authorization["Bearer ".Length..] == ApiKey
                ? null
                : new WireError(403, "AccessDeniedException", "Authentication failed: please make sure your API Key is valid.");
        }

        if (!authorization.StartsWith(Algorithm + " ", StringComparison.Ordinal))
            return new WireError(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        var fields = authorization[(Algorithm.Length + 1)..].Split(',', StringSplitOptions.TrimEntries)
            .Select(field => field.Split('=', 2))
            .Where(field => field.Length == 2)
            .ToDictionary(field => field[0], field => field[1], StringComparer.Ordinal);
        if (!fields.TryGetValue("Credential", out var credential) || !fields.TryGetValue("SignedHeaders", out var signedHeaders)
            || !fields.TryGetValue("Signature", out var signature) || credential.Split('/') is not [var key, var day, var region, var service, "aws4_request"])
        {
            return new WireError(400, "IncompleteSignatureException", "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature'.");
        }

        if (key != AccessKey)
            return new WireError(403, "UnrecognizedClientException", "The security token included in the request is invalid.");
        if (service != "bedrock")
            return new WireError(403, "InvalidSignatureException", $"Credential should be scoped to correct service: 'bedrock', not '{service}'.");
        var date = request.Headers["X-Amz-Date"].ToString();
        if (!DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signedAt)
            || !date.StartsWith(day, StringComparison.Ordinal) || (now - signedAt).Duration() > Skew)
        {
            return new WireError(403, "InvalidSignatureException", $"Signature expired or not yet current: {date} is too far from {now:yyyyMMdd'T'HHmmss'Z'}.");
        }

        var names = signedHeaders.Split(';');
        if (!names.Contains("host"))
            return new WireError(403, "InvalidSignatureException", "'Host' must be a signed header.");
        var canonical = Canonical(request, rawPath, names, signedHeaders, body);
        var scope = $"{day}/{region}/{service}/aws4_request";
        var toSign = $"{Algorithm}\n{date}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signingKey = Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + SecretKey), day), region), service), "aws4_request");
        return Hex(Hmac(signingKey, toSign)) == signature
            ? null
            : new WireError(
                403,
                "InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. " +
                $"Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'{canonical}'\n\nThe String-to-Sign should have been\n'{toSign}'\n");
    }

    private static string Canonical(HttpRequest request, string rawPath, string[] names, string signedHeaders, ReadOnlySpan<byte> body)
    {
        // Every segment is encoded once more than it is on the wire.
        var path = string.Join('/', rawPath.Split('/').Select(Encode));
        var query = string.Join('&', request.Query
            .SelectMany(pair => pair.Value.Select(value => $"{Encode(pair.Key)}={Encode(value ?? "")}"))
            .Order(StringComparer.Ordinal));
        var headers = string.Concat(names.Select(name => $"{name}:{string.Join(',', request.Headers[name].Select(value => Trim(value ?? "")))}\n"));
        return $"{request.Method}\n{path}\n{query}\n{headers}\n{signedHeaders}\n{Hex(SHA256.HashData(body))}";
    }

    private static string Encode(string text)
    {
        var encoded = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~')
                encoded.Append(c);
            else
                encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return encoded.ToString();
    }

    private static string Trim(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
