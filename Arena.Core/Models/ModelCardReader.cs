using System.Collections.Immutable;
using System.Security.Cryptography;
using Arena.Core.Documents;
using Arena.Core.Models.Dialects;
using Arena.Core.Models.Scripted;

namespace Arena.Core.Models;

/// <summary>Reads a model card. Whatever is wrong with it is an error with file, line and what is allowed.</summary>
public static class ModelCardReader
{
    private const decimal MostExpensive = 100_000m;

    /// <summary>Reads the card of a file.</summary>
    /// <param name="id">The card's id: the file's path below the folder of cards without its ending.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="DocumentException">The card is not what it must be.</exception>
    public static ModelCard Read(string id, string file)
    {
        var map = YamlMap.Load(file);
        var provider = map.Required("provider").String();
        var card = new ModelCard(
            id,
            "sha256-" + Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))),
            map.Required("title").String(),
            provider,
            map.Optional("model")?.String() ?? id,
            map.Optional("traits") is { } traits ? ReadTraits(traits.Map()) : new ModelTraits(null, null, null, null, null),
            map.Optional("maxOutputTokens")?.Int(1, 10_000_000) ?? 4096,
            (double?)map.Optional("temperature")?.Decimal(0, provider == ProviderKinds.Bedrock ? 1 : 2),
            map.Optional("concurrency")?.Int(1, 10_000),
            map.Optional("prices") is { } prices ? ReadPrices(prices) : [],
            map.Optional("notes")?.String().Trim() ?? "",
            provider == ScriptedProvider.KindName ? ModelScriptReader.Read(map.Required("script").Map()) : null,
            (double?)map.Optional("topP")?.Decimal(0, 1),
            map.Optional("requestsPerMinute")?.Int(1, 1_000_000),
            map.Optional("tokensPerMinute")?.Long(1, 1_000_000_000_000),
            map.Optional("dialect")?.OneOf(ToolDialects.Names) ?? ModelCard.NativeDialect,
            ModelConnectionReader.Read(provider, map.Optional("connection")));
        map.Done();
        return card;
    }

    private static ModelTraits ReadTraits(YamlMap map)
    {
        var traits = new ModelTraits(
            map.Optional("family")?.String(),
            map.Optional("totalParameters")?.Decimal(0, 1_000_000),
            map.Optional("activeParameters")?.Decimal(0, 1_000_000),
            map.Optional("architecture")?.String(),
            map.Optional("reasoning")?.Bool());
        map.Done();
        return traits;
    }

    // Null is the default, so that a card that says it pins the same table as one that does not.
    private static string? ReadCurrency(YamlValue value) => value.String() switch
    {
        PriceTable.Usd => null,
        { Length: 3 } code when code.All(char.IsAsciiLetterUpper) => code,
        _ => throw value.Error($"{value.Path} must be a currency of three capital letters like {PriceTable.Usd}."),
    };

    private static ImmutableArray<PriceTable> ReadPrices(YamlValue value)
    {
        var tables = ImmutableArray.CreateBuilder<PriceTable>();
        foreach (var item in value.List())
        {
            var map = item.Map();
            var table = new PriceTable(
                map.Required("from").Date(),
                map.Required("input").Decimal(0, MostExpensive),
                map.Required("output").Decimal(0, MostExpensive),
                map.Optional("cacheRead")?.Decimal(0, MostExpensive),
                map.Optional("cacheWrite")?.Decimal(0, MostExpensive),
                map.Required("source").String(),
                map.Optional("currency") is { } currency ? ReadCurrency(currency) : null);
            map.Done();
            if (tables.Count > 0 && tables[^1].From >= table.From)
                throw map.Error($"price tables must be in the order of their days; {table.From:yyyy-MM-dd} does not follow {tables[^1].From:yyyy-MM-dd}.");
            tables.Add(table);
        }

        return tables.DrainToImmutable();
    }
}
