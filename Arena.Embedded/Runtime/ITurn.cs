namespace Arena.Embedded.Runtime;

/// <summary>A piece of work that runs alone on its activation's scheduler; it never throws.</summary>
internal interface ITurn
{
    void Run();
}
