using System.Reflection;
using System.Runtime.CompilerServices;

namespace Postern.Conventions.Tests;

/// <summary>What every public type of the libraries keeps to.</summary>
public class PublicSurfaceTests
{
    static IEnumerable<Type> PublicTypes => Repository.Libraries.SelectMany(library => library.GetExportedTypes());

    [Fact]
    public void Public_classes_are_sealed()
    {
        var open = PublicTypes.Where(
            type => type.IsClass && !type.IsSealed && !IsClosedSet(type) && !type.IsAssignableTo(typeof(Exception)));

        open.Select(type => type.FullName).ShouldBeEmpty();
    }

    [Fact]
    public void Methods_that_must_be_awaited_end_in_Async()
    {
        var misnamed = Methods.Where(method => IsAwaitable(method) && !method.Name.EndsWith("Async", StringComparison.Ordinal));

        misnamed.Select(Describe).ShouldBeEmpty();
    }

    [Fact]
    public void Async_methods_take_a_cancellation_token_last()
    {
        var deaf = Methods.Where(method => IsAwaitable(method) && method.Name != nameof(IAsyncDisposable.DisposeAsync)
            && method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken));

        deaf.Select(Describe).ShouldBeEmpty();
    }

    static IEnumerable<MethodInfo> Methods => PublicTypes
        .Where(type => !type.IsAssignableTo(typeof(Delegate)))
        .SelectMany(type =>
            type.GetMethods(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => (method.IsPublic || method.IsFamily) && !method.IsDefined(typeof(CompilerGeneratedAttribute)));

    static bool IsAwaitable(MethodInfo method) => method.ReturnType.GetMethod(nameof(Task.GetAwaiter)) is not null;

    // An abstract record whose cases are nested in it and which nobody else can derive from.
    static bool IsClosedSet(Type type) =>
        type.IsAbstract
            && type.GetConstructors(BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Public)
                .All(constructor => !constructor.IsPublic);

    static string Describe(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}
