using Arena.Core.Storage;

namespace Arena.Core.Workspaces;

/// <summary>A saved workspace: the address of a listing of paths, modes and file blobs.</summary>
/// <param name="Id">Address of the listing; equal content has an equal address.</param>
/// <param name="Files">Number of files in it.</param>
/// <param name="Bytes">Sum of their sizes in bytes.</param>
public sealed record WorkspaceTree(BlobId Id, int Files, long Bytes);
