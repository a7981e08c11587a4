[assembly: AssemblyFixture(typeof(Arena.Core.Tests.Sandboxing.Sandboxes))]
