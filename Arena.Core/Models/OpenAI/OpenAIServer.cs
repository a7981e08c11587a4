namespace Arena.Core.Models.OpenAI;

/// <summary>
/// Where a model is served and with which key. A key goes only to whom it was given for: the variable that the card names goes to
/// the card's endpoint, <see cref="DefaultKeyVariable"/> to OpenAI or to the server of <see cref="AddressVariable"/> beside it. A
/// card with an endpoint of its own and no variable is called without a key, as a local server is.
/// </summary>
/// <param name="Address">The base address, like <c>http://127.0.0.1:11434/v1</c>.</param>
/// <param name="KeyVariable">The variable that holds the key; null where none is sent.</param>
/// <param name="Key">The key; null where none is sent.</param>
/// <param name="Problem">Why it cannot be called; null where nothing is known to be missing.</param>
internal sealed record OpenAIServer(Uri Address, string? KeyVariable, string? Key, ProviderReadiness? Problem = null)
{
    /// <summary>The variable of OpenAI's own clients that names another server; for cards without an endpoint.</summary>
    public const string AddressVariable = "OPENAI_BASE_URL";

    /// <summary>The variable of OpenAI's own clients that holds the key.</summary>
    public const string DefaultKeyVariable = "OPENAI_API_KEY";

    private const string OwnHost = "api.openai.com";
    private static readonly Uri Own = new($"https://{OwnHost}/v1");

    /// <summary>Whether this is OpenAI's own service.</summary>
    public bool IsOpenAI => Address.Host.Equals(OwnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>The server of a model.</summary>
    public static OpenAIServer Of(ModelReference model, Func<string, string?> environment)
    {
        var connection = model.Connection ?? ModelConnection.Default;
        var address = connection.Endpoint ?? NonEmpty(environment(AddressVariable));
        if (!Uri.TryCreate(address?.TrimEnd('/') ?? Own.ToString(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return new OpenAIServer(Own, null, null, new ProviderReadiness(
                false, $"{AddressVariable} is not an address like http://127.0.0.1:8000/v1.", "Correct it, or put connection.endpoint into the card."));
        }

        var server = new OpenAIServer(uri, null, null);
        var variable = connection.KeyVariable ?? (connection.Endpoint is null || server.IsOpenAI ? DefaultKeyVariable : null);
        if (variable is null)
            return server;
        var key = NonEmpty(environment(variable)?.Trim());
        return server with { KeyVariable = variable, Key = key, Problem = ProblemWith(key, variable, required: connection.KeyVariable is not null || server.IsOpenAI) };
    }

    /// <summary>The text with the key blotted out, should a server repeat it.</summary>
    public string Shown(string text) => Key is null ? text : text.Replace(Key, "***", StringComparison.Ordinal);

    private static ProviderReadiness? ProblemWith(string? key, string variable, bool required)
    {
        if (key is null)
            return required ? new ProviderReadiness(false, $"The environment variable {variable} is not set.", "Set it to the server's API key.") : null;
        // A header takes no others; what is wrong with it is said without showing it.
        return key.All(c => c is > ' ' and <= '~')
            ? null
            : new ProviderReadiness(false, $"The environment variable {variable} holds characters that no API key has.", "Set it to the server's API key, and nothing else.");
    }

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
