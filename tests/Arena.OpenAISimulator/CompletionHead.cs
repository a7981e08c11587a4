namespace Arena.OpenAISimulator;

/// <summary>What an answer and every event of a stream begin with.</summary>
/// <param name="Id">The id of the answer.</param>
/// <param name="Created">Its time, in seconds since 1970.</param>
/// <param name="Model">The model that answered.</param>
internal sealed record CompletionHead(string Id, long Created, string Model);
