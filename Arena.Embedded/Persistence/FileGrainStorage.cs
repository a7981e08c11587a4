using System.Text.Json;
using Orleans.Runtime;

namespace Arena.Embedded.Runtime;

/// <summary>States in files, one JSON document each, in a folder per grain type. One process at a time.</summary>
internal sealed class FileGrainStorage(string folder, JsonSerializerOptions json) : GrainStorage(json)
{
    protected override async Task<StateRecord?> LoadAsync(string stateName, GrainId grainId)
    {
        var path = PathOf(stateName, grainId);
        var record = await JsonFile.ReadAsync<StateRecord>(path);
        return record is null or { V: StateRecord.Version }
            ? record
            : throw new InvalidDataException($"{path} has format {record.V}; this program reads {StateRecord.Version}.");
    }

    protected override Task SaveAsync(string stateName, GrainId grainId, StateRecord record) =>
        JsonFile.WriteAsync(PathOf(stateName, grainId), record);

    protected override void Delete(string stateName, GrainId grainId) => File.Delete(PathOf(stateName, grainId));

    private string PathOf(string stateName, GrainId grainId) => Path.Combine(
        folder, JsonFile.Name(grainId.Type.ToString()), JsonFile.Name(grainId.Key.ToString(), stateName) + ".json");
}
