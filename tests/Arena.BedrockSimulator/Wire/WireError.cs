namespace Arena.BedrockSimulator.Wire;

/// <summary>An error as the service answers it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Name">What the header <c>x-amzn-errortype</c> says.</param>
/// <param name="Message">The message.</param>
internal sealed record WireError(int Status, string Name, string Message)
{
    public static WireError Invalid(string message) => new(400, "ValidationException", message);
}
