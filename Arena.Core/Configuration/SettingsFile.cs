using System.Text;
using System.Text.Json;

namespace Arena.Core.Configuration;

/// <summary>Reads <c>arena.json</c>: one object of texts, numbers and flags. Comments are allowed.</summary>
internal static class SettingsFile
{
    public const string Name = "arena.json";

    public static List<SettingValue> Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            return Read(file, bytes, ref reader);
        }
        catch (JsonException e)
        {
            throw new SettingsException($"{file}:{e.LineNumber + 1}: this is no valid JSON: {e.Message}", e);
        }
    }

    private static List<SettingValue> Read(string file, byte[] bytes, ref Utf8JsonReader reader)
    {
        var values = new List<SettingValue>();
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new SettingsException($"{file}:1: the file must hold one object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            var where = $"{file}:{bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n') + 1}";
            reader.Read();
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False))
                throw new SettingsException($"{where}: {key} must be a text, a number, true or false.");
            if (values.Exists(value => value.Key == key))
                throw new SettingsException($"{where}: {key} stands twice.");
            values.Add(new SettingValue(key, reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan), where, ""));
        }

        // Whatever follows the object is refused by the reader itself.
        reader.Read();
        return values;
    }
}

/// <summary>A setting and where it was written.</summary>
internal sealed record SettingValue(string Key, string Text, string Where, string Allowed);
